CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, buyer int, CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES users (id));
