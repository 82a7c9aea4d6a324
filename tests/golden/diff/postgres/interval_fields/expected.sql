ALTER TABLE t ALTER COLUMN a TYPE interval day to second;
ALTER TABLE t ALTER COLUMN b TYPE interval;
ALTER TABLE t ALTER COLUMN c TYPE interval day to second(3);
ALTER TABLE t ALTER COLUMN d TYPE interval month;
ALTER TABLE t ALTER COLUMN e TYPE interval day to second(4);
ALTER TABLE t ALTER COLUMN f TYPE interval hour to minute[];
