SET check_function_bodies = off;
CREATE TABLE item (
    id integer NOT NULL,
    code integer,
    CONSTRAINT item_pkey PRIMARY KEY (id)
);
CREATE FUNCTION first_item()
 RETURNS item
 LANGUAGE sql
BEGIN ATOMIC
 SELECT item.id,
     item.code
    FROM item
   ORDER BY item.id
  LIMIT 1;
END;
CREATE FUNCTION next_code()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (COALESCE(max(item.code), 0) + 1)
    FROM item;
END;
ALTER TABLE item ALTER COLUMN code SET DEFAULT next_code();
CREATE VIEW firsts AS
 SELECT (first_item()).id AS id;
