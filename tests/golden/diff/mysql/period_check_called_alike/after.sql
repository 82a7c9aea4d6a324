CREATE TABLE stays (
	room int,
	since date,
	until date,
	PERIOD FOR stay (since, until),
	CONSTRAINT stay CHECK (room > 0)
);
