CREATE TABLE u (id serial PRIMARY KEY, a text);
ALTER SEQUENCE u_id_seq RENAME TO t_id_seq;
