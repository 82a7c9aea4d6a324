UPDATE users SET age = 1;
DELETE FROM orders;
