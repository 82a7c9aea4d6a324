CREATE TABLE p (id bigint, v text);
CREATE TABLE k (id bigint, v text DEFAULT 'own') INHERITS (p);
