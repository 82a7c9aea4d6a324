GRANT EXECUTE ON FUNCTION middle(double precision, anyelement) TO pawl_golden_reader;
GRANT EXECUTE ON FUNCTION most(anyelement) TO pawl_golden_reader;
