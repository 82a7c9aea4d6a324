-- Instruments traded in other currencies, on other exchanges, at prices that need more digits.

ALTER TABLE instruments
    ALTER COLUMN current_price TYPE NUMERIC(18, 6);

ALTER TABLE instruments
    ADD COLUMN IF NOT EXISTS currency CHAR(3) NOT NULL DEFAULT 'USD'
        CONSTRAINT instruments_currency_check CHECK (currency = upper(currency));

ALTER TABLE instruments
    ADD COLUMN IF NOT EXISTS exchange VARCHAR(20);

ALTER TABLE instruments
    ADD COLUMN IF NOT EXISTS isin CHAR(12);

ALTER TABLE instruments
    ADD COLUMN IF NOT EXISTS expense_ratio NUMERIC(6, 4)
        CONSTRAINT instruments_expense_ratio_check CHECK (expense_ratio >= 0);

ALTER TABLE instruments
    ADD COLUMN IF NOT EXISTS price_updated_at TIMESTAMPTZ;

-- A price that is there was set when its row was last touched.
UPDATE instruments
SET price_updated_at = updated_at
WHERE current_price IS NOT NULL AND price_updated_at IS NULL;

CREATE UNIQUE INDEX IF NOT EXISTS idx_instruments_isin ON instruments (isin) WHERE isin IS NOT NULL;

COMMENT ON COLUMN instruments.price_updated_at IS 'When current_price was last fetched';
