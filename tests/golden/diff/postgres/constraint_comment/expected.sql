COMMENT ON CONSTRAINT t_a ON t IS 'positive';
