-- A comment above.

-- +goose Up
-- +goose no transaction
CREATE INDEX i ON users (id); -- by id
