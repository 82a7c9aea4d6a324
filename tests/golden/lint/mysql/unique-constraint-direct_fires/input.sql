ALTER TABLE users ADD UNIQUE KEY u (email);
