DROP OPERATOR ===(integer, integer);
CREATE OPERATOR === (FUNCTION = o, LEFTARG = integer, RIGHTARG = integer, RESTRICT = eqsel);
COMMENT ON OPERATOR ===(integer, integer) IS 'o';
