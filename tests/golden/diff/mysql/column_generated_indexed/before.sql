CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, a varchar(20) COLLATE utf8mb4_general_ci NOT NULL, b varchar(25) GENERATED ALWAYS AS (concat(a, 'x')) VIRTUAL, c varchar(30) AS (upper(a)) STORED, n int CHECK (n > 0), CONSTRAINT cc CHECK (n < 100), KEY kb (b), UNIQUE kc (c)) DEFAULT CHARSET=utf8mb4;
INSERT INTO t (a, n) VALUES ('one', 1), ('two', 2);
