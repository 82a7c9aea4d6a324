ALTER TABLE orders RENAME TO orders_old;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, total NUMERIC);
INSERT INTO orders SELECT id, user_id, total FROM orders_old;
DROP TABLE orders_old;
