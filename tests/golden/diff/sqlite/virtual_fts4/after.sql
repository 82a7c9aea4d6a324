CREATE VIRTUAL TABLE f4 USING fts4(x, y, tokenize=porter);
CREATE TABLE f4_mine (id INTEGER);
