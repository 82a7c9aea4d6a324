CREATE TABLE fresh (a int) ENGINE=InnoDB;
