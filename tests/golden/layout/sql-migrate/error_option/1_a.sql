-- +migrate Up no-transaction
SELECT 1;
