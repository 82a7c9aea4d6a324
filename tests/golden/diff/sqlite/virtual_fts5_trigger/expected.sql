PRAGMA foreign_keys = OFF;
DROP TRIGGER dt;
DROP TABLE f;
CREATE TABLE pawl_new_d (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL
);
INSERT INTO pawl_new_d (id, title)
SELECT id, title
FROM d;
DROP TABLE d;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_d RENAME TO d;
PRAGMA legacy_alter_table = OFF;
CREATE VIRTUAL TABLE f USING fts5(title, body, tokenize = 'porter');
CREATE TRIGGER dt AFTER INSERT ON d BEGIN INSERT INTO f VALUES (NEW.title, 'x'); END;
