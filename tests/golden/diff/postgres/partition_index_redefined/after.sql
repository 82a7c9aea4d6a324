CREATE TABLE p (id integer, k text) PARTITION BY RANGE (id);
ALTER TABLE p ADD PRIMARY KEY (id);
CREATE TABLE p1 (id integer, k text);
CREATE INDEX p1_k_idx ON p1 (k DESC);
