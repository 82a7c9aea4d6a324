CREATE SCHEMA a;
CREATE SCHEMA c;
CREATE TYPE a.e AS ENUM ('x', 'y', 'z');
CREATE TABLE a.t (id serial PRIMARY KEY, e a.e DEFAULT 'z');
CREATE TABLE c.u (id integer REFERENCES a.t);
CREATE FUNCTION c.f(a.e) RETURNS a.t LANGUAGE sql AS 'SELECT * FROM a.t';
CREATE VIEW public.v AS SELECT t.e, u.id FROM a.t JOIN c.u USING (id);
