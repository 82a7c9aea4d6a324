ALTER TABLE `c`
    DROP INDEX `i`,
    ADD KEY `j` (`p_id`, `x`);
