-- +goose Up
SELECT 1, $$kept$$, ${NOT_SET};
-- +goose ENVSUB ON
SELECT '${NOT_SET:-a}${NOT_SET-${ALSO_NOT-b}}$NOT_SET $$ \$ $(';
-- +goose ENVSUB OFF
SELECT $$kept$$;
-- +goose Down
SELECT 3;
