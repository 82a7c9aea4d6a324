CREATE TABLE users (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(20), age int NOT NULL DEFAULT 0, state enum('new','old'), KEY users_email (email));
CREATE TABLE orders (id bigint unsigned NOT NULL PRIMARY KEY, user_id bigint unsigned, total decimal(10,2));
CREATE VIEW grown AS SELECT * FROM users WHERE age > 17;
