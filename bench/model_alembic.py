# SPDX-License-Identifier: Apache-2.0
"""Alembic's comparison of the database of bench/model.sh with the same tables as metadata."""
import os
import sys

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects.postgresql import TIMESTAMP


def metadata(n):
    tables = sa.MetaData()
    now = sa.text("CURRENT_TIMESTAMP")
    for i in range(1, n + 1):
        name, parent = f"t{i}", []
        if i > n // 20:
            parent = [sa.ForeignKey(f"t{i - n // 20}.id")]
        sa.Table(
            name, tables,
            sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
            sa.Column("parent_id", sa.BigInteger, *parent),
            sa.Column("name", sa.String(80), nullable=False),
            sa.Column("email", sa.String(200)),
            sa.Column("amount", sa.Numeric(10, 2), nullable=False, server_default="0"),
            sa.Column("active", sa.Boolean, server_default=sa.true()),
            sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False, server_default=now),
            sa.Column("updated_at", TIMESTAMP(timezone=True)),
            sa.Column("data", sa.Text),
            sa.Column("note", sa.Text),
            sa.Index(f"{name}_name", "name"),
            sa.Index(f"{name}_email", "email", unique=True),
        )
    return tables


with sa.create_engine(os.environ["BENCH_URL"]).connect() as connection:
    differences = compare_metadata(MigrationContext.configure(connection), metadata(int(sys.argv[1])))
print(len(differences), differences[:3])
sys.exit(1 if differences else 0)
