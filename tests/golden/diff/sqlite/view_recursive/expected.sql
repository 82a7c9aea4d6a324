PRAGMA foreign_keys = OFF;
DROP VIEW v;
DROP TABLE f;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL DEFAULT 'x'
);
INSERT INTO pawl_new_t (id, body)
SELECT id, coalesce(body, 'x')
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE VIRTUAL TABLE f USING fts5(body, extra, content='');
CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+2 FROM r WHERE n < 5) SELECT t.id, r.n FROM t, r;
