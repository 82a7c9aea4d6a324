--
-- PostgreSQL database dump
--

\restrict abcDEF123

-- Dumped from

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

COPY public.t (a) FROM stdin;
1
\.


SELECT pg_catalog.setval('public.t_seq', 1, true);

\unrestrict abcDEF123

