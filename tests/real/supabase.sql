-- SPDX-License-Identifier: Apache-2.0
SELECT 'CREATE ROLE ' || name
FROM unnest(ARRAY['anon', 'authenticated', 'service_role', 'supabase_auth_admin']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
CREATE SCHEMA auth;
CREATE SCHEMA storage;
CREATE SCHEMA extensions;
