ALTER POLICY p ON t TO pawl_golden_reader;
