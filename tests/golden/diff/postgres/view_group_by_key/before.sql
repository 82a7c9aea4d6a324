CREATE TABLE p (id integer PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n, count(*) FROM p GROUP BY id;
INSERT INTO p VALUES (1, 'a');
