DROP INDEX p_b;
CREATE INDEX p_1_a_b_idx ON p_1 USING btree (a, b);
