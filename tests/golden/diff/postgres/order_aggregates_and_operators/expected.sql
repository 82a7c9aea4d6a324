SET check_function_bodies = off;
CREATE TYPE pair AS (
    a integer,
    b integer
);
CREATE FUNCTION pair_add(pair, pair)
 RETURNS pair
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT ROW($1.a + $2.a, $1.b + $2.b)::pair$function$;
CREATE FUNCTION pair_lt(pair, pair)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1.a < $2.a$function$;
CREATE FUNCTION to_pair(integer)
 RETURNS pair
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT ROW($1, $1)::pair$function$;
CREATE AGGREGATE pair_sum(pair) (SFUNC = pair_add, STYPE = pair, INITCOND = '(0,0)');
CREATE CAST (integer AS pair) WITH FUNCTION to_pair(integer);
CREATE OPERATOR + (FUNCTION = pair_add, LEFTARG = pair, RIGHTARG = pair);
CREATE OPERATOR <<< (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair);
CREATE TABLE pairs (
    id integer NOT NULL,
    p pair DEFAULT to_pair(1),
    CONSTRAINT pairs_pkey PRIMARY KEY (id),
    CONSTRAINT pairs_p_check CHECK ((p <<< to_pair(9)))
);
CREATE VIEW summed AS
 SELECT pair_sum(pairs.p) AS s,
    pair_sum((pairs.p + (3)::pair)) AS t
   FROM pairs;
