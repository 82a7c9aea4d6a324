BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL
);

-- Running upgrade  -> 1975ea83b712

CREATE TABLE account (id INTEGER);

INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712');

-- Running upgrade 1975ea83b712 -> ae1027a6acf

ALTER TABLE account ADD COLUMN d TEXT;

COMMIT;

BEGIN;

-- Running upgrade 1975ea83b712, ae1027a6acf -> merged, other

SELECT 3;

COMMIT;

