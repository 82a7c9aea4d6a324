CREATE TABLE "order" ("group" INTEGER PRIMARY KEY, [select from] TEXT, `x``y` TEXT DEFAULT 'a--b' /* c */);
INSERT INTO "order" VALUES (1, 'a', 'b');
