CREATE OR REPLACE VIEW v AS
 SELECT t.id,
    t.b
   FROM t
  WHERE (t.a > 0);
