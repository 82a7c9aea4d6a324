-- +goose Up
CREATE TABLE a (x int);
-- +goose StatementBegin
CREATE TRIGGER t AFTER INSERT ON a
BEGIN
  UPDATE a SET x = 1;
END;
-- +goose StatementEnd
