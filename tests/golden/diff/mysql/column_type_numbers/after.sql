CREATE TABLE t (a tinyint, b int unsigned, c tinyint(1) DEFAULT 0, d double, e double, f decimal(7,2), g bit(8), h smallint, i time(6), j bigint);
