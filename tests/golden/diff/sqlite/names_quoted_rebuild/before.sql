CREATE TABLE [order] ("select" INTEGER PRIMARY KEY, `from` TEXT, [two words] TEXT, "a""b" TEXT);
INSERT INTO "order" VALUES (1, 'x', 'y', 'z');
CREATE INDEX "group" ON "order" ("from", [two words]);
CREATE TRIGGER [t r] AFTER INSERT ON [order] BEGIN SELECT 1; END;
