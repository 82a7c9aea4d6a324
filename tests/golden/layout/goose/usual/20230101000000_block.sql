-- +goose UP
-- +goose StatementBegin
CREATE FUNCTION f() RETURNS int AS $$
BEGIN
  RETURN 1;
END
$$ LANGUAGE plpgsql
-- +goose StatementEnd
SELECT f();
-- +goose StatementBegin
SELECT 2;
-- +goose StatementEnd
-- +goose Down
DROP FUNCTION f();
