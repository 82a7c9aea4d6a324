CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20), email varchar(50), n int, flag int NOT NULL, kind enum('a', 'b'));
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id));
