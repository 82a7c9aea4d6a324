CREATE TABLE `select ``x` (
    `from` int,
    `a b` int,
    `ä'` varchar(10) DEFAULT 'it''s',
    KEY `k ``1` (`a b`),
    CONSTRAINT `c'k` CHECK (`from` > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='; -- not the end';
