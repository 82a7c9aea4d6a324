CREATE TABLE shows (id bigint unsigned PRIMARY KEY, orders int, name text, `add all` int);
