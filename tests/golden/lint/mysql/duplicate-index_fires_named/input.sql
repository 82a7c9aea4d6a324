CREATE INDEX same ON users (age);
CREATE INDEX same ON orders (user_id);
DROP INDEX same ON users;
CREATE INDEX again ON orders (user_id);
