CREATE TABLE a (id bigint unsigned PRIMARY KEY, n int(5) zerofill, ok tinyint(1));
