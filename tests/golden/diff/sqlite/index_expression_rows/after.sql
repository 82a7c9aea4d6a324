CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (length(a) < 10), j TEXT CHECK (json_valid(j)));
CREATE INDEX i1 ON t (json_extract(j, '$.y'));
CREATE UNIQUE INDEX i2 ON t (a COLLATE NOCASE DESC) WHERE a IS NOT NULL;
CREATE INDEX i3 ON t (abs(id), a || 'x');
