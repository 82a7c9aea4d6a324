PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_order (
    "group" INTEGER PRIMARY KEY,
    [select from] TEXT NOT NULL DEFAULT 'it''s',
    `x``y` TEXT DEFAULT 'a--c',
    "z""z" TEXT UNIQUE
);
INSERT INTO pawl_new_order ("group", "select from", "x`y")
SELECT "group", coalesce("select from", 'it''s'), "x`y"
FROM "order";
DROP TABLE "order";
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_order RENAME TO "order";
PRAGMA legacy_alter_table = OFF;
