CREATE TABLE prices (id int, amount decimal(10, 2));
CREATE PROCEDURE best(OUT price ROW(id int, amount decimal(10, 2)), IN most TYPE OF prices.amount, INOUT r ROW TYPE OF prices)
SET price.id = 1;
CREATE FUNCTION amount(price ROW(id int, amount int)) RETURNS int RETURN price.amount;
