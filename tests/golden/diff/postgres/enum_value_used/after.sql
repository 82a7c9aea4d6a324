CREATE TYPE mood AS ENUM ('sad', 'ok', 'new');
CREATE TABLE t (m mood DEFAULT 'new');
