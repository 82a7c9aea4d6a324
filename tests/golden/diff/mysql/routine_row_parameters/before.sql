CREATE TABLE prices (id int, amount decimal(10, 2));
