CREATE INDEX br ON t USING brin (a) WITH (pages_per_range='16');
CREATE INDEX g ON t USING gin (v);
CREATE INDEX ga ON t USING gin (arr);
CREATE INDEX h ON t USING hash (b);
CREATE INDEX s ON t USING gist (r);
