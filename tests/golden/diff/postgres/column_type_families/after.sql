CREATE TABLE t (a timestamptz(3), b timetz, c interval(2), d jsonb, e text, f bit varying(5), g numeric, h text, i text, j bigint, k text, l int8range, m integer, n double precision, o boolean);
