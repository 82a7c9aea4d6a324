CREATE TABLE item (id integer PRIMARY KEY, code integer);
CREATE FUNCTION next_code() RETURNS integer
	LANGUAGE sql
	BEGIN ATOMIC
		SELECT coalesce(max(code), 0) + 1 FROM item;
	END;
ALTER TABLE item ALTER COLUMN code SET DEFAULT next_code();
CREATE FUNCTION first_item() RETURNS item
	LANGUAGE sql
	BEGIN ATOMIC
		SELECT * FROM item ORDER BY id LIMIT 1;
	END;
CREATE VIEW firsts AS SELECT (first_item()).id;
