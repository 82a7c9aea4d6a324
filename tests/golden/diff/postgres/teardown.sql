DROP ROLE IF EXISTS pawl_golden_reader;
DROP ROLE IF EXISTS pawl_golden_owner;
