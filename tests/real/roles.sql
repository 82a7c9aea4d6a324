-- SPDX-License-Identifier: Apache-2.0
SELECT 'CREATE ROLE ' || name
FROM unnest(ARRAY['bds', 'belian', 'finki_admin', 'mds', 'read_only', 'read_write', 'yara_user']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
CREATE EXTENSION citext;
CREATE EXTENSION pgcrypto;
CREATE EXTENSION "uuid-ossp";
