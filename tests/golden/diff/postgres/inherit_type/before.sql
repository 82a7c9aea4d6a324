CREATE TABLE p (id integer, v text);
CREATE TABLE k (id integer, v text DEFAULT 'k') INHERITS (p);
