CREATE TABLE `t` (
    `k` int CHECK (`k` < 5),
    `id` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'key',
    `b` int,
    `v` varchar(20) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL DEFAULT 'a' INVISIBLE,
    `g` int GENERATED ALWAYS AS (`b` * 2) VIRTUAL COMMENT 'gen',
    `p` point NOT NULL,
    `ts` timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
    PRIMARY KEY (`id`),
    KEY `fk` (`b`),
    KEY `gg` (`g`),
    SPATIAL KEY `p` (`p`),
    UNIQUE KEY `u` (`v`, `b` DESC) COMMENT 'u',
    CONSTRAINT `fk` FOREIGN KEY (`b`) REFERENCES `base` (`id`) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT `ck` CHECK (`k` < 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='everything' WITH SYSTEM VERSIONING;
