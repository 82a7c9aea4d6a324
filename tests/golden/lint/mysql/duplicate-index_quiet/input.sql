CREATE INDEX other ON users (age, email);
