CREATE TABLE t (a tinyint(1), b int(5) zerofill, c bool DEFAULT true, d float(7,3), e double unsigned, f decimal(5), g bit, h year(4), i time, j mediumint unsigned);
INSERT INTO t VALUES (1, 5, 0, 1.5, 2, 3, 1, 2020, '10:00', 4);
