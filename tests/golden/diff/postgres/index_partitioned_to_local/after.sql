CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE p_1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX p_1_a_b_idx ON p_1 (a, b);
