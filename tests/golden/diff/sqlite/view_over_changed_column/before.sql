CREATE TABLE item (id INTEGER PRIMARY KEY, price INTEGER, name TEXT);
INSERT INTO item VALUES (1, 5, 'a');
CREATE INDEX item_name ON item (name);
CREATE VIEW cheap AS SELECT id, price FROM item WHERE price < 10;
CREATE VIEW cheapest AS SELECT min(price) AS price FROM cheap;
CREATE TRIGGER item_check BEFORE INSERT ON item WHEN new.price < 0
BEGIN
	SELECT raise(ABORT, 'no');
END;
