#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The models of the Family Office Platform, and their DDL for pawl.

The application imports the classes. Run as a program, this file prints the
CREATE statements for the engine that DATABASE_URL names; pawl.ini says so:

    schema = cmd:/usr/bin/python3 models.py
"""

import os

from sqlalchemy import (
    CHAR, JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, MetaData,
    Numeric, String, Text, UniqueConstraint, create_mock_engine, text)
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import UserDefinedType


class UUID(UserDefinedType):
    """A uuid on PostgreSQL, text on SQLite, which takes any type's name."""

    cache_ok = True

    def get_col_spec(self, **_):
        return "UUID"


class Moment(UserDefinedType):
    """An instant in UTC."""

    cache_ok = True

    def get_col_spec(self, **_):
        return "TIMESTAMP WITH TIME ZONE"


Base = declarative_base(metadata=MetaData(naming_convention={
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}))


def key():
    return Column(UUID, primary_key=True)


def reference(target, **options):
    return Column(UUID, ForeignKey(target, ondelete="CASCADE"), **options)


def money(**options):
    return Column(Numeric(18, 2), **options)


def now():
    return Column(Moment, nullable=False, server_default=text("CURRENT_TIMESTAMP"))


def flag(default):
    return Column(Boolean, nullable=False, server_default=text(default))


def count(default):
    return Column(Integer, nullable=False, server_default=text(default))


class User(Base):
    __tablename__ = "users"

    id = key()
    email = Column(String(255), nullable=False)
    password_hash = Column(String(255), nullable=False)
    first_name = Column(String(100), nullable=False)
    last_name = Column(String(100), nullable=False)
    risk_tolerance = Column(String(20), nullable=False, server_default="moderate")
    net_worth = money(nullable=False, server_default=text("0"))
    annual_income = money()
    mfa_enabled = flag("FALSE")
    mfa_secret = Column(String(64))
    is_active = flag("TRUE")
    last_login_at = Column(Moment)
    created_at = now()
    updated_at = now()

    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("risk_tolerance IN ('conservative', 'moderate', 'aggressive')",
                        name="risk_tolerance"),
        CheckConstraint("mfa_secret IS NOT NULL OR NOT mfa_enabled", name="mfa_secret"),
        Index("ix_users_email_lower", text("lower(email)"), unique=True),
    )


class Account(Base):
    """Brokerage, retirement, bank and other accounts; those with a Plaid id are synchronised."""

    __tablename__ = "accounts"

    id = key()
    user_id = reference("users.id", nullable=False)
    name = Column(String(120), nullable=False)
    account_type = Column(String(30), nullable=False)
    institution = Column(String(120))
    account_number_mask = Column(String(8))
    currency = Column(CHAR(3), nullable=False, server_default="USD")
    current_balance = money(nullable=False, server_default=text("0"))
    available_balance = money()
    plaid_account_id = Column(String(64))
    plaid_access_token = Column(String(255))
    sync_status = Column(String(20), nullable=False, server_default="manual")
    last_synced_at = Column(Moment)
    is_active = flag("TRUE")
    created_at = now()
    updated_at = now()
    sync_error_code = Column(String(64))
    sync_error_message = Column(Text)
    sync_failures = count("0")

    __table_args__ = (
        UniqueConstraint("plaid_account_id"),
        CheckConstraint("account_type IN ('brokerage', 'retirement', 'checking', 'savings', 'trust', "
                        "'credit', 'loan', 'crypto', 'other')", name="account_type"),
        CheckConstraint("sync_status IN ('manual', 'pending', 'synced', 'failed')",
                        name="sync_status"),
        Index("ix_accounts_user_id", "user_id"),
        Index("ix_accounts_sync_status", "sync_status", "last_synced_at"),
    )


class Asset(Base):
    """Investment holdings and how they did."""

    __tablename__ = "assets"

    id = key()
    account_id = reference("accounts.id", nullable=False)
    symbol = Column(String(20), nullable=False)
    name = Column(String(200), nullable=False)
    asset_type = Column(String(20), nullable=False)
    quantity = Column(Numeric(20, 8), nullable=False, server_default=text("0"))
    cost_basis = money()
    current_price = Column(Numeric(18, 6))
    current_value = money()
    beta = Column(Numeric(10, 4))
    alpha = Column(Numeric(10, 4))
    one_year_return = Column(Numeric(10, 4))
    three_year_return = Column(Numeric(10, 4))
    dividend_yield = Column(Numeric(10, 4))
    priced_at = Column(Moment)
    created_at = now()
    updated_at = now()

    __table_args__ = (
        UniqueConstraint("account_id", "symbol"),
        CheckConstraint("asset_type IN ('stock', 'bond', 'etf', 'mutual_fund', 'option', 'crypto', "
                        "'cash')", name="asset_type"),
        Index("ix_assets_account_id", "account_id"),
        Index("ix_assets_symbol", "symbol"),
    )


class RealEstate(Base):
    __tablename__ = "real_estate"

    id = key()
    user_id = reference("users.id", nullable=False)
    property_name = Column(String(120), nullable=False)
    property_type = Column(String(30), nullable=False)
    address = Column(String(255), nullable=False)
    city = Column(String(100), nullable=False)
    state = Column(String(50))
    postal_code = Column(String(20))
    country = Column(CHAR(2), nullable=False, server_default="US")
    purchase_price = money()
    purchase_date = Column(Date)
    current_value = money()
    valued_at = Column(Moment)
    is_rental = flag("FALSE")
    monthly_rent = money()
    monthly_expenses = money()
    mortgage_balance = money(nullable=False, server_default=text("0"))
    mortgage_rate = Column(Numeric(6, 4))
    mortgage_payment = money()
    created_at = now()
    updated_at = now()

    __table_args__ = (
        CheckConstraint("mortgage_balance >= 0", name="mortgage_balance"),
        Index("ix_real_estate_user_id", "user_id"),
    )


class Transaction(Base):
    __tablename__ = "transactions"

    id = key()
    account_id = reference("accounts.id", nullable=False)
    asset_id = Column(UUID, ForeignKey("assets.id", ondelete="SET NULL"))
    transaction_type = Column(String(20), nullable=False)
    symbol = Column(String(20))
    quantity = Column(Numeric(20, 8))
    price = Column(Numeric(18, 6))
    amount = money(nullable=False)
    fees = money(nullable=False, server_default=text("0"))
    net_realized_gain = money()
    description = Column(Text)
    plaid_transaction_id = Column(String(64))
    is_reconciled = flag("FALSE")
    transaction_date = Column(Moment, nullable=False)
    created_at = now()
    holding_period = Column(String(10))

    __table_args__ = (
        UniqueConstraint("plaid_transaction_id"),
        CheckConstraint("transaction_type IN ('buy', 'sell', 'dividend', 'interest', 'deposit', "
                        "'withdrawal', 'fee', 'transfer')", name="transaction_type"),
        CheckConstraint("holding_period IN ('short', 'long')", name="holding_period"),
        Index("ix_transactions_account_id_date", "account_id", "transaction_date"),
        Index("ix_transactions_asset_id", "asset_id"),
        Index("ix_transactions_type_date", "transaction_type", "transaction_date"),
        Index("ix_transactions_unreconciled", "account_id",
              postgresql_where=text("NOT is_reconciled"), sqlite_where=text("NOT is_reconciled")),
    )


class AgentTask(Base):
    """What the analysis agents were asked to do, what came of it, and how often it was tried."""

    __tablename__ = "agent_tasks"

    id = key()
    user_id = reference("users.id", nullable=False)
    agent_type = Column(String(50), nullable=False)
    task_type = Column(String(50), nullable=False)
    status = Column(String(20), nullable=False, server_default="pending")
    priority = count("5")
    parameters = Column(JSON)
    result = Column(JSON)
    error_message = Column(Text)
    retry_count = count("0")
    max_retries = count("3")
    scheduled_at = Column(Moment)
    started_at = Column(Moment)
    completed_at = Column(Moment)
    created_at = now()

    __table_args__ = (
        CheckConstraint("status IN ('pending', 'running', 'completed', 'failed', 'cancelled')",
                        name="status"),
        CheckConstraint("retry_count BETWEEN 0 AND max_retries", name="retries"),
        Index("ix_agent_tasks_user_id", "user_id"),
        Index("ix_agent_tasks_status", "status", "scheduled_at"),
        Index("ix_agent_tasks_open", "priority", "scheduled_at",
              postgresql_where=text("status IN ('pending', 'running')"),
              sqlite_where=text("status IN ('pending', 'running')")),
    )


def print_ddl(url):
    def emit(statement, *_, **__):
        print(str(statement.compile(dialect=engine.dialect)).strip() + ";")

    engine = create_mock_engine(url, emit)
    Base.metadata.create_all(engine, checkfirst=False)


if __name__ == "__main__":
    print_ddl(os.environ.get("DATABASE_URL", "sqlite://"))
