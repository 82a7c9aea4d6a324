CREATE TABLE t (a INT, b VARCHAR(50), KEY b (b(10), a DESC) COMMENT 'for lists', UNIQUE KEY u (a, b));
