CREATE TABLE m (at date NOT NULL, v integer);
CREATE VIEW w AS SELECT at FROM m;
