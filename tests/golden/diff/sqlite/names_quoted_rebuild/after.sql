CREATE TABLE [order] ("select" INTEGER PRIMARY KEY, `from` TEXT NOT NULL, [two words] TEXT, "a""b" TEXT);
CREATE INDEX "group" ON "order" ("from", [two words]);
CREATE TRIGGER [t r] AFTER INSERT ON [order] BEGIN SELECT 1; END;
