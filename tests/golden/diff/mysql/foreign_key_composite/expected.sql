ALTER TABLE `c`
    ADD COLUMN `z` int,
    ADD KEY `xyz` (`x`, `y`, `z`);
ALTER TABLE `c` ADD CONSTRAINT `f` FOREIGN KEY (`x`, `y`) REFERENCES `p` (`a`, `b`);
