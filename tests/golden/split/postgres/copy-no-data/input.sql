COPY t FROM stdin;
\.
SELECT 1;
COPY t FROM stdin;