-- +migrate Up  notransaction
VACUUM;
-- +migrate Down notransaction
-- nothing to go back to
