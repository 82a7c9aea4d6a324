CREATE DOMAIN d AS text DEFAULT 'y' NOT NULL CONSTRAINT c CHECK (value <> 'a') CONSTRAINT e CHECK (length(value) < 9);
CREATE TABLE t (a d);
