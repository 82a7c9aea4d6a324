DROP PUBLICATION q;
CREATE TABLE u (
    a integer NOT NULL,
    CONSTRAINT u_pkey PRIMARY KEY (a)
);
ALTER PUBLICATION p SET TABLE u;
ALTER PUBLICATION p SET (publish = 'insert');
CREATE PUBLICATION q FOR TABLE u WITH (publish = 'insert, update, delete, truncate');
