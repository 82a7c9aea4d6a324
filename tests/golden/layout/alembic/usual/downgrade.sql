BEGIN;

-- Running downgrade ae1027a6acf -> 1975ea83b712

ALTER TABLE account DROP COLUMN d;

-- Running downgrade 1975ea83b712 -> 

DROP TABLE account;

COMMIT;
