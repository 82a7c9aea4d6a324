CREATE TABLE fresh (a jsonb);
