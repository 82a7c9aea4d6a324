CREATE TABLE "ééééééééééééééééééééééééééééééééé" (id bigint PRIMARY KEY);
