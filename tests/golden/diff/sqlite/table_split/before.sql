CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, street TEXT, city TEXT);
INSERT INTO people VALUES (1, 'a', 'b', 'c');
