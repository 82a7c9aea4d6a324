CREATE INDEX a ON users (age);
