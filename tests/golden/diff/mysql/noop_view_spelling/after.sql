CREATE TABLE t (a INT, b INT);
CREATE VIEW v (a, b) AS select `x`.`a`, x.b from t x where (x.a in (1));
