CREATE TABLE t (a INT) COMMENT 'new, it''s "quoted" \\ and `so`';
