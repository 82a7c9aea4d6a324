\restrict abc
COPY a FROM stdin;
\N
\tindented
\.
SELECT $$
\set x
$$;
\unrestrict abc
