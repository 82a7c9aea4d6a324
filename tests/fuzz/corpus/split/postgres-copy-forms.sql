copy "s"."t t" (a, "FROM") from STDIN with (format csv, header);
a,b
"x
y;",1
\.
COPY BINARY t FROM stdin; -- c
\.
COPY t FROM STDIN CSV;
1
\.
COPY t TO stdout;
COPY (SELECT 1 FROM stdin) TO STDOUT;
COPY t FROM '/x';
COPY t FROM "stdin";
COPY t FROM PROGRAM 'x';
SELECT 1