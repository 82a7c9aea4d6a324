UPDATE users SET age = 1, email = 'x', age = 2 WHERE id = 1;
