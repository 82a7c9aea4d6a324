CREATE TABLE item (id INTEGER PRIMARY KEY, price REAL NOT NULL DEFAULT 0, name TEXT);
CREATE INDEX item_name ON item (name);
CREATE VIEW cheap AS SELECT id, price FROM item WHERE price < 10;
CREATE VIEW cheapest AS SELECT min(price) AS price FROM cheap;
CREATE TRIGGER item_check BEFORE INSERT ON item WHEN new.price < 0
BEGIN
	SELECT raise(ABORT, 'no');
END;
