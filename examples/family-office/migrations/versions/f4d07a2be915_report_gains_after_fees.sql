-- Gains are reported after fees, and by holding period.
-- pawl:requires 3a9c5e1d7b60

-- pawl:up

ALTER TABLE transactions RENAME COLUMN realized_gain TO net_realized_gain;
ALTER TABLE transactions ADD COLUMN holding_period VARCHAR(10)
    CONSTRAINT ck_transactions_holding_period CHECK (holding_period IN ('short', 'long'));
UPDATE transactions SET net_realized_gain = net_realized_gain - fees
WHERE net_realized_gain IS NOT NULL;
CREATE INDEX ix_transactions_type_date ON transactions (transaction_type, transaction_date);

-- pawl:down

DROP INDEX ix_transactions_type_date;
UPDATE transactions SET net_realized_gain = net_realized_gain + fees
WHERE net_realized_gain IS NOT NULL;
ALTER TABLE transactions DROP COLUMN holding_period;
ALTER TABLE transactions RENAME COLUMN net_realized_gain TO realized_gain;
