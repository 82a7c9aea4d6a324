CREATE TABLE t (a INT, b VARCHAR(50), KEY k (a, b), KEY u (b), KEY c (a) COMMENT 'new');
