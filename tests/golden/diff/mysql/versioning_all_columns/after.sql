CREATE TABLE prices (
	sku varchar(20),
	amount decimal(10, 2)
) WITH SYSTEM VERSIONING;
