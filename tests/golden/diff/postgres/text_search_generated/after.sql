CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, stopwords = 'english', accept = false);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, asciiword WITH d, simple;
CREATE TABLE t (a text, v tsvector GENERATED ALWAYS AS (to_tsvector('c'::regconfig, a)) STORED);
CREATE INDEX i ON t USING gin (to_tsvector('c', a));
