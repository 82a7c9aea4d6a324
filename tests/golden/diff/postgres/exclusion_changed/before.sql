CREATE TABLE r (id integer, during tsrange, CONSTRAINT x EXCLUDE USING gist (during WITH &&));
INSERT INTO r VALUES (1, '[2020-01-01,2020-01-02)');
