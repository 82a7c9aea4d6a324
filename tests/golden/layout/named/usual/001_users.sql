-- name: create-table-users

CREATE TABLE users (id INTEGER
--,name TEXT
);

-- name: create-index-users
CREATE INDEX i ON users (id);
