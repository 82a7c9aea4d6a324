CREATE TABLE a (id bigint unsigned PRIMARY KEY, d date DEFAULT '1970-01-01', t varchar(20) DEFAULT '2020-00-00');
