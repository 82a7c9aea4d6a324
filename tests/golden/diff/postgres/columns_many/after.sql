CREATE TABLE t (a bigint NOT NULL DEFAULT 0, c timestamp, d numeric(12,2), e text COLLATE "C" NOT NULL DEFAULT '');
CREATE INDEX i ON t (a, c);
