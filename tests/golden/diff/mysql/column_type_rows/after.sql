CREATE TABLE t (id int PRIMARY KEY, u uuid DEFAULT uuid(), i inet6, j inet4, b bit(5) DEFAULT b'101', y year DEFAULT 2020, tm time(3), ts timestamp(6) NULL, d decimal(10,3) unsigned zerofill);
