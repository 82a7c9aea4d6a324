CREATE TABLE `y2024` (
    `day` date,
    `hits` int
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
ALTER TABLE `hits`
    INSERT_METHOD=LAST,
    UNION=(`y2023`,`y2024`);
