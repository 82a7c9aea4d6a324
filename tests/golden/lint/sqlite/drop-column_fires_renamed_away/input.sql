ALTER TABLE orders RENAME TO orders_old;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);
INSERT INTO orders (id, user_id) SELECT id, user_id FROM orders_old;
DROP TABLE orders_old;
