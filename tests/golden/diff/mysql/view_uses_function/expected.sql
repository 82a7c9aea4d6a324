CREATE TABLE `t` (
    `a` int
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE FUNCTION `twice`(`x` int) RETURNS int
    DETERMINISTIC
RETURN x * 2;
CREATE VIEW `v` AS
select `twice`(`t`.`a`) AS `d`,'twice' AS `n` from `t`;
