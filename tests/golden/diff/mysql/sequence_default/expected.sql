CREATE SEQUENCE `ids`;
ALTER TABLE `t` MODIFY COLUMN `id` int DEFAULT nextval(`ids`);
