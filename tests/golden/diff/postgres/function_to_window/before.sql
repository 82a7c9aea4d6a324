CREATE FUNCTION f() RETURNS bigint LANGUAGE internal IMMUTABLE STRICT AS 'window_row_number';
