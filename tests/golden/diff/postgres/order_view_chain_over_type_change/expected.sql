DROP MATERIALIZED VIEW counted;
DROP VIEW cheapest;
DROP VIEW cheap;
ALTER TABLE item ALTER COLUMN price TYPE bigint;
CREATE VIEW cheap AS
 SELECT item.id,
    item.price
   FROM item
  WHERE (item.price < 10);
COMMENT ON VIEW cheap IS 'What costs little';
COMMENT ON COLUMN cheap.price IS 'In cents';
CREATE VIEW cheapest AS
 SELECT min(cheap.price) AS price
   FROM cheap;
CREATE MATERIALIZED VIEW counted AS
 SELECT count(*) AS n
   FROM cheap;
CREATE INDEX counted_n ON counted USING btree (n);
CREATE RULE no_delete AS
    ON DELETE TO cheap DO INSTEAD NOTHING;
