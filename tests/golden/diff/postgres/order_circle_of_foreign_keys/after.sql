CREATE TABLE keep (id integer PRIMARY KEY);
CREATE TABLE author (
	id integer PRIMARY KEY,
	best integer
);
CREATE TABLE book (
	id integer PRIMARY KEY,
	author integer NOT NULL REFERENCES author (id)
);
ALTER TABLE author ADD FOREIGN KEY (best) REFERENCES book (id);
