-- Roles belong to the server; cases may grant to them.
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pawl_golden_reader') THEN
		CREATE ROLE pawl_golden_reader;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pawl_golden_owner') THEN
		CREATE ROLE pawl_golden_owner;
	END IF;
END
$$;
