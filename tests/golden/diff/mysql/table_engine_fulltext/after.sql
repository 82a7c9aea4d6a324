CREATE TABLE t (id int PRIMARY KEY, a varchar(50), FULLTEXT KEY f (a)) ENGINE=InnoDB;
