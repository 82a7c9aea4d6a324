COMMENT ON INDEX r_pkey IS 'index of key';
COMMENT ON CONSTRAINT r_u_key ON r IS 'u';
