CREATE TABLE t (a timestamp, b time, c interval, d json, e xml, f bit(3), g money, h char(3), i "char", j oid, k name, l int4range, m numeric(10,2), n real, o smallint);
INSERT INTO t VALUES ('2020-01-01', '10:00', '1 day', '{}', '<a/>', B'101', 5, 'abc', 'x', 5, 'n', '[1,2)', 1.25, 1.5, 1);
