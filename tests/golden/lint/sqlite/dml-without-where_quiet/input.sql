UPDATE users SET age = 1 WHERE id = 1;
DELETE FROM orders WHERE id = 1;
