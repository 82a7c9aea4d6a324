CREATE TABLE `show` (id bigint unsigned PRIMARY KEY, `order` int, `Select` int);
