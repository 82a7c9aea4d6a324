\set x `date`
