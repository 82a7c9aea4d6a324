CREATE TABLE t (a ENUM('new','done') NOT NULL DEFAULT 'new', b SET('x','y'));
