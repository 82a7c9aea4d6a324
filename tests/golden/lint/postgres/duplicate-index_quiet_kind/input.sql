CREATE INDEX users_words ON users USING gin (email gin_trgm_ops);
CREATE INDEX users_like ON users (email text_pattern_ops);
