CREATE TABLE p (id bigint, n text, CONSTRAINT p_pk2 PRIMARY KEY (id));
CREATE VIEW v AS SELECT id, n, count(*) FROM p GROUP BY id;
