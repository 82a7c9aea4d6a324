-- +migrate Up
SELECT 1;
-- +migrate Down
SELECT 2;
-- +migrate Up
-- +migrate StatementBegin
SELECT 3
-- +migrate StatementEnd
SELECT 4;
-- +migrate Down
SELECT 5;
