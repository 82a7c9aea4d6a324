# Users schema

# --- !Ups
CREATE TABLE users (id INT);
CREATE TRIGGER t AFTER INSERT ON users BEGIN
  UPDATE users SET id = 1;;
  DELETE FROM users;;
END;

# --- !Downs
DROP TABLE users;
