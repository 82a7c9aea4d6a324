CREATE VIEW v WITH (security_barrier=true) AS
 SELECT t.id,
    t.a
   FROM t
  WHERE (t.a > 0)
WITH LOCAL CHECK OPTION;
CREATE VIEW w AS
 SELECT v.id
   FROM v;
