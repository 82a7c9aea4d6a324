CREATE TABLE t(
	a INTEGER, -- a
	b TEXT DEFAULT ( 1+2 ),
	CHECK ( ( a < b OR ( a == 1 ) ) )
);
