CREATE FUNCTION to_x(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'numeric_send';
