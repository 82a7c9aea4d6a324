CREATE TABLE t (a ENUM('new','done','it''s late') NOT NULL DEFAULT 'new', b SET('x','y','z'));
