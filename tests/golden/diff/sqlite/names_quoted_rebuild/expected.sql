PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_order (
    "select" INTEGER PRIMARY KEY,
    `from` TEXT NOT NULL,
    [two words] TEXT,
    "a""b" TEXT
);
INSERT INTO pawl_new_order ("select", "from", "two words", "a""b")
SELECT "select", "from", "two words", "a""b"
FROM "order";
DROP TABLE "order";
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_order RENAME TO "order";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "group" ON "order" ("from", [two words]);
CREATE TRIGGER "t r" AFTER INSERT ON [order] BEGIN SELECT 1; END;
