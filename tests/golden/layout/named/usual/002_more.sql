
-- name: more
