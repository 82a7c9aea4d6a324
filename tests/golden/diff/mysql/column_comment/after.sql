CREATE TABLE t (a INT, b INT COMMENT 'multi
line, it''s');
