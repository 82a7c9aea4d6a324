CREATE TABLE t (a INT, b VARCHAR(50), KEY k (a), UNIQUE KEY u (b), KEY c (a) COMMENT 'old');
