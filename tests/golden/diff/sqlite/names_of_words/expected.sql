PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_t (
    id INTEGER PRIMARY KEY,
    "check" TEXT CHECK ("check" <> ''),
    "constraint" TEXT CONSTRAINT "primary" UNIQUE,
    "generated" TEXT GENERATED ALWAYS AS ("check" || 'x'),
    always TEXT DEFAULT 'it''s -- no'
);
INSERT INTO pawl_new_t (id, "check", "constraint", always)
SELECT id, "check", "constraint", always
FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
