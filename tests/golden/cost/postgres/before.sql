CREATE TABLE users (id bigint PRIMARY KEY, name varchar(20), email text, n int, price numeric(8, 2), flag boolean NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint CONSTRAINT owner REFERENCES users, total int);
ALTER TABLE orders ADD CONSTRAINT has_total CHECK (total IS NOT NULL);
ALTER TABLE orders ADD CONSTRAINT later FOREIGN KEY (user_id) REFERENCES users NOT VALID;
CREATE INDEX orders_total ON orders (total);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE logs (at int) PARTITION BY RANGE (at);
CREATE TABLE logs_1 (at int);
