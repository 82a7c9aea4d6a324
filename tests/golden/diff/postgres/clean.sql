-- Empties the database of a case; fails where something is left that no schema takes along, and
-- the database is then made anew.
DO $$
DECLARE
	name text;
	left_over text;
BEGIN
	SET LOCAL client_min_messages = error;
	FOR name IN SELECT nspname FROM pg_namespace
		WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
	LOOP
		EXECUTE format('DROP SCHEMA %I CASCADE', name);
	END LOOP;
	FOR left_over IN
		SELECT 'extension' FROM pg_extension WHERE oid >= 16384
		UNION ALL SELECT 'event trigger' FROM pg_event_trigger
		UNION ALL SELECT 'publication' FROM pg_publication
		UNION ALL SELECT 'foreign data wrapper' FROM pg_foreign_data_wrapper
		UNION ALL SELECT 'language' FROM pg_language WHERE oid >= 16384
		UNION ALL SELECT 'access method' FROM pg_am WHERE oid >= 16384
		UNION ALL SELECT 'cast' FROM pg_cast WHERE oid >= 16384
		UNION ALL SELECT 'default privilege' FROM pg_default_acl
		UNION ALL SELECT 'large object' FROM pg_largeobject_metadata
		UNION ALL SELECT 'setting' FROM pg_db_role_setting
		WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
	LOOP
		RAISE EXCEPTION 'a % is left', left_over;
	END LOOP;
	CREATE SCHEMA public;
	COMMENT ON SCHEMA public IS 'standard public schema';
	IF current_setting('server_version_num')::integer >= 150000 THEN
		ALTER SCHEMA public OWNER TO pg_database_owner;
		GRANT USAGE ON SCHEMA public TO PUBLIC;
	ELSE
		GRANT ALL ON SCHEMA public TO PUBLIC;
	END IF;
END
$$;
