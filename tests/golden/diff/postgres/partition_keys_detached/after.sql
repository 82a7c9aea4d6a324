CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE p (id integer REFERENCES r, k text CHECK (k <> '')) PARTITION BY RANGE (id);
CREATE TABLE p1 (id integer, k text);
