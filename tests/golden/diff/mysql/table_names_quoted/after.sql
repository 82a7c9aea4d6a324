CREATE TABLE `select ``x` (`from` INT, `a b` INT, `ä'` VARCHAR(10) DEFAULT 'it''s', KEY `k ``1` (`a b`), CONSTRAINT `c'k` CHECK (`from` > 0)) COMMENT '; -- not the end';
