CREATE TABLE a (id bigint unsigned PRIMARY KEY, t varchar(9) COLLATE latin1_general_ci);
CREATE TABLE b (id bigint unsigned PRIMARY KEY) DEFAULT COLLATE = utf8mb3_bin;
