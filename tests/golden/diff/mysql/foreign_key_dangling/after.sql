SET foreign_key_checks = OFF;
CREATE TABLE orders (id int PRIMARY KEY, buyer int, CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES users (id));
CREATE TABLE visits (id int PRIMARY KEY, guest int, CONSTRAINT visits_guest FOREIGN KEY (guest) REFERENCES users (id));
