\set tbl b
CREATE TABLE :tbl (x int);
\ir inc/more.sql
COPY a FROM stdin;
\N
\.
\d a
SELECT 'x\y';
