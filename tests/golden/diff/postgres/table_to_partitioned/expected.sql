DROP VIEW w;
DROP TABLE m;
CREATE TABLE m (
    at date NOT NULL,
    v integer
) PARTITION BY RANGE (at);
CREATE VIEW w AS
 SELECT m.at
   FROM m;
