CREATE UNIQUE INDEX users_by_lower ON users (lower(email), id DESC);
CREATE INDEX users_collated ON users (email COLLATE NOCASE DESC);
