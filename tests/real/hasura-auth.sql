-- SPDX-License-Identifier: Apache-2.0
CREATE SCHEMA auth; CREATE TABLE auth.schema_migrations (id bigint);
CREATE EXTENSION citext; CREATE EXTENSION pgcrypto;
