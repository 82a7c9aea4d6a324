ALTER TABLE `words`
    DROP INDEX `n`,
    ADD KEY `id` (`id`),
    ADD KEY `n` (`n`) KEY_BLOCK_SIZE=2048 COMMENT 'no KEY_BLOCK_SIZE=1';
