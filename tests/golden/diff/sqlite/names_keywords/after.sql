CREATE TABLE "order" ("group" INTEGER PRIMARY KEY, [select from] TEXT NOT NULL DEFAULT 'it''s', `x``y` TEXT DEFAULT 'a--c', "z""z" TEXT UNIQUE);
