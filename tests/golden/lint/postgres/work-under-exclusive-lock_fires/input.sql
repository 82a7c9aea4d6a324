ALTER TABLE users ADD COLUMN b int;
UPDATE orders SET total = 0 WHERE total IS NULL;
