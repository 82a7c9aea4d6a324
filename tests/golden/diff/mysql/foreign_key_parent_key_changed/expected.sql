ALTER TABLE `p`
    DROP INDEX `ab`,
    ADD UNIQUE KEY `ab` (`a`);
