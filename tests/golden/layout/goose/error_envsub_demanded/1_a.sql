-- +goose ENVSUB ON
-- +goose Up
SELECT '${NOT_SET?name the region}';
