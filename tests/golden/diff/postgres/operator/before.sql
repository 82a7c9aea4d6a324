CREATE FUNCTION o(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';
CREATE OPERATOR === (FUNCTION = o, LEFTARG = integer, RIGHTARG = integer);
