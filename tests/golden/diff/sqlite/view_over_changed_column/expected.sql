PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_item (
    id INTEGER PRIMARY KEY,
    price REAL NOT NULL DEFAULT 0,
    name TEXT
);
INSERT INTO pawl_new_item (id, price, name)
SELECT id, coalesce(price, 0), name
FROM item;
DROP TABLE item;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_item RENAME TO item;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX item_name ON item (name);
CREATE TRIGGER item_check BEFORE INSERT ON item WHEN new.price < 0
BEGIN
	SELECT raise(ABORT, 'no');
END;
