DROP TABLE f4;
CREATE TABLE f4_mine (
    id INTEGER
);
CREATE VIRTUAL TABLE f4 USING fts4(x, y, tokenize=porter);
