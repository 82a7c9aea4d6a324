UPDATE users SET age = 1, email = 'age' WHERE id = 1;
