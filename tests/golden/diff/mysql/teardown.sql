DROP USER IF EXISTS pawl_golden_reader@localhost;
