-- pawl:requires 1
INSERT INTO t VALUES ('
-- pawl:nonsense
', E'it\'s
-- pawl:nonsense
', "
-- pawl:nonsense
");
/* outer /* inner
-- pawl:nonsense
*/
-- pawl:nonsense
*/
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$
BEGIN
-- pawl:nonsense
RETURN $$
-- pawl:nonsense
$$;
END $body$;
CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC
SELECT 1;
-- pawl:nonsense
END;
COPY t (a) FROM stdin;
it's
-- pawl:nonsense
\.
-- pawl:requires 2
