#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load ../cli/helper

@test "a structure.sql is recognised and loaded with its versions" {
	export PAWL_URL=sqlite:app.db
	mkdir -p migrations/migrate
	cat >migrations/structure.sql <<'END'
CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER);
INSERT INTO "schema_migrations" (version) VALUES
('20240301000000'),
('20240101000000');
END
	echo '# Ruby' >migrations/migrate/20240301000000_users.rb
	run -0 pawl up
	[ "$(tables)" = 'schema_migrations users' ]
	[ "$(sqlite3 app.db 'SELECT count(*) FROM schema_migrations')" = 2 ]
	run -0 pawl status
	says '20240301000000'
	run ! pawl down
}
