CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (m mood, n integer);
CREATE TABLE t (id integer PRIMARY KEY, p pair);
