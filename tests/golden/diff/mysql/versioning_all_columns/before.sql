CREATE TABLE prices (
	article int,
	valid_from timestamp(6) GENERATED ALWAYS AS ROW START,
	valid_to timestamp(6) GENERATED ALWAYS AS ROW END,
	PERIOD FOR SYSTEM_TIME (valid_from, valid_to)
) WITH SYSTEM VERSIONING;
