ALTER TABLE `t`
    ADD COLUMN `parent` int,
    ADD KEY `up` (`parent`);
ALTER TABLE `t` ADD CONSTRAINT `up` FOREIGN KEY (`parent`) REFERENCES `t` (`id`) ON DELETE CASCADE;
