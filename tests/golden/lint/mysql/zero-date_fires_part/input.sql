CREATE TABLE a (id bigint unsigned PRIMARY KEY, d date DEFAULT '0000-01-01', m datetime DEFAULT '2020-00-10 10:00:00');
