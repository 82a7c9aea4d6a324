CREATE TABLE sales (region int) PARTITION BY LIST (region) (
	PARTITION near VALUES IN (3));
