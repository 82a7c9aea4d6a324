UPDATE orders SET total = 0 WHERE total IS NULL;
ALTER TABLE users ADD COLUMN b int;
