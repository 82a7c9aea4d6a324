-- +goose Up
-- +goose ENVSUB ON
SELECT '${NOT_SET:?x}';
