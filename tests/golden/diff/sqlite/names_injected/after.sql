CREATE TABLE "x""; DROP TABLE users; --" ("y'); --" TEXT DEFAULT '''; --');
