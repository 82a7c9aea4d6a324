\restrict abc
COPY a FROM stdin;
\N
\.
\unrestrict abc
