-- How much risk a user will bear, and since when that is known.

ALTER TABLE users
    ADD COLUMN IF NOT EXISTS risk_profile VARCHAR(20) NOT NULL DEFAULT 'moderate'
        CONSTRAINT users_risk_profile_check
        CHECK (risk_profile IN ('conservative', 'moderate', 'growth', 'aggressive'));

ALTER TABLE users
    ADD COLUMN IF NOT EXISTS risk_profile_answers JSONB NOT NULL DEFAULT '{}';

ALTER TABLE users
    ADD COLUMN IF NOT EXISTS risk_assessed_at TIMESTAMPTZ;

-- Existing users have answered nothing yet, but their target mix tells where they stand.
UPDATE users
SET risk_profile = CASE
        WHEN CAST(asset_class_targets ->> 'equity' AS NUMERIC) >= 90 THEN 'aggressive'
        WHEN CAST(asset_class_targets ->> 'equity' AS NUMERIC) >= 75 THEN 'growth'
        WHEN CAST(asset_class_targets ->> 'equity' AS NUMERIC) < 40 THEN 'conservative'
        ELSE 'moderate'
    END
WHERE risk_assessed_at IS NULL;

CREATE INDEX IF NOT EXISTS idx_users_risk_profile ON users (risk_profile);

COMMENT ON COLUMN users.risk_profile_answers IS 'The questionnaire as it was filled in';
COMMENT ON COLUMN users.risk_assessed_at IS 'NULL: derived from the target mix, never asked';
