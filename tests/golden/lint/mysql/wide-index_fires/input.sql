CREATE INDEX w ON users (id, email, age, state);
