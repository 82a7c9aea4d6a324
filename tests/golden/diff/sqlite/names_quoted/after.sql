CREATE TABLE [order] ("select" INTEGER PRIMARY KEY, `from` TEXT, [two words] TEXT, "semi;colon" TEXT, 'str' TEXT, "a""b" TEXT, key TEXT, größe TEXT);
CREATE INDEX "group" ON "order" ("from", [two words]);
CREATE VIEW "view" AS SELECT [select], "two words" FROM [order];
