CREATE FUNCTION rate() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 5';
CREATE TABLE item (
	id integer PRIMARY KEY,
	tax integer DEFAULT rate(),
	taxed integer GENERATED ALWAYS AS (id * rate()) STORED,
	CHECK (tax <> rate())
);
CREATE INDEX item_rate ON item ((id + rate()));
CREATE VIEW rated AS SELECT id * rate() AS x FROM item;
ALTER TABLE item ENABLE ROW LEVEL SECURITY;
CREATE POLICY cheap ON item USING (tax > rate());
