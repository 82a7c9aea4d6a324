CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ADD v tsvector, ADD r int4range, ADD arr integer[];
CREATE INDEX h ON t USING hash (b);
CREATE INDEX g ON t USING gin (v);
CREATE INDEX s ON t USING gist (r);
CREATE INDEX br ON t USING brin (a) WITH (pages_per_range=16);
CREATE INDEX ga ON t USING gin (arr);
