-- SPDX-License-Identifier: Apache-2.0
-- What a new Supabase database holds, as far as migrations lean on it.
SELECT 'CREATE ROLE ' || name
FROM unnest(ARRAY['anon', 'authenticated', 'service_role', 'authenticator', 'supabase_admin',
	'supabase_auth_admin', 'supabase_storage_admin', 'dashboard_user']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
CREATE SCHEMA auth;
CREATE SCHEMA storage;
CREATE SCHEMA extensions;
CREATE SCHEMA realtime;
CREATE SCHEMA vault;
CREATE SCHEMA graphql_public;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE TABLE auth.users (id uuid PRIMARY KEY, instance_id uuid, aud text, role text, email text,
	encrypted_password text, email_confirmed_at timestamptz, phone text, raw_app_meta_data jsonb,
	raw_user_meta_data jsonb, is_super_admin boolean, last_sign_in_at timestamptz,
	created_at timestamptz, updated_at timestamptz, deleted_at timestamptz);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS
	$$ SELECT nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS
	$$ SELECT nullif(current_setting('request.jwt.claim.role', true), '') $$;
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS
	$$ SELECT nullif(current_setting('request.jwt.claim.email', true), '') $$;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS
	$$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
CREATE TABLE storage.buckets (id text PRIMARY KEY, name text NOT NULL UNIQUE, owner uuid,
	created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now(),
	public boolean DEFAULT false, avif_autodetection boolean DEFAULT false,
	file_size_limit bigint, allowed_mime_types text[], owner_id text);
CREATE TABLE storage.objects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	bucket_id text REFERENCES storage.buckets, name text, owner uuid, owner_id text,
	created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now(),
	last_accessed_at timestamptz DEFAULT now(), metadata jsonb, path_tokens text[], version text,
	user_metadata jsonb);
ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS
	$$ SELECT (string_to_array(name, '/'))[:array_length(string_to_array(name, '/'), 1) - 1] $$;
CREATE FUNCTION storage.filename(name text) RETURNS text LANGUAGE sql IMMUTABLE AS
	$$ SELECT (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)] $$;
CREATE FUNCTION storage.extension(name text) RETURNS text LANGUAGE sql IMMUTABLE AS
	$$ SELECT reverse(split_part(reverse(name), '.', 1)) $$;
CREATE PUBLICATION supabase_realtime;
SELECT format('ALTER DATABASE %I SET search_path = "$user", public, extensions', current_database()) \gexec
