CREATE INDEX again ON users (email);
