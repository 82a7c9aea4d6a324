CREATE TABLE r (id integer, during tsrange, c circle,
 CONSTRAINT x EXCLUDE USING gist (during WITH &&) WHERE (id > 0) DEFERRABLE INITIALLY DEFERRED,
 CONSTRAINT y EXCLUDE USING gist (c WITH &&, (tsrange(lower(during), upper(during))) WITH -|-) WITH (fillfactor=70));
COMMENT ON CONSTRAINT x ON r IS 'no overlap';
COMMENT ON INDEX x IS 'index of x';
