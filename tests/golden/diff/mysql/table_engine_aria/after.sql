CREATE TABLE words (word varchar(100)) ENGINE=InnoDB;
