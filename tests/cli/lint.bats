#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

index='CREATE INDEX users_email ON users (email);'

@test "lint: a finding has its place, its line with a mark, its rule and the safe way" {
	printf '\n\t%s\n' "$index" >x.sql
	run -1 --separate-stderr pawl lint --dialect pg x.sql
	[ "${lines[0]}" = 'x.sql:2:2: error: building an index stops all writes to table "users" [index-not-concurrent]' ]
	[ "${lines[1]}" = "     2 |  $index" ]
	[[ ${lines[2]} == "       |  ^~~"* ]]
	[[ ${lines[3]} == "  safe: CREATE INDEX CONCURRENTLY"* ]]
}

@test "lint: what is made in the same files is no alarm; without files each migration stands alone" {
	mkdir migrations
	migration 001_users 'CREATE TABLE users (id bigint PRIMARY KEY, email text);'
	migration 002_index "$index"
	run -0 pawl lint --dialect pg migrations/001_users.sql migrations/002_index.sql
	run -1 pawl lint --dialect pg migrations/002_index.sql
	run -1 pawl lint --dialect pg
	says migrations/002_index.sql:1:1
}

@test "lint: files of a way back are passed over, standard input is read" {
	mkdir migrations
	migration 001_users 'CREATE TABLE users (id bigint PRIMARY KEY);' 'DROP TABLE users;'
	run -0 pawl lint --dialect pg migrations/*.sql
	run -1 pawl lint --dialect pg - <<<"$index"
	says "standard input:1:1"
}

@test "lint: --pending knows what is applied" {
	make_project
	pawl up
	run -0 pawl lint --pending
	migration 003_drop 'DROP TABLE users;'
	run -0 pawl lint --pending
	sqlite3 app.db 'INSERT INTO users VALUES (1)'
	run -1 pawl lint --pending
	says "003_drop.sql:1:1"
	says "drop-table"
}

@test "lint: --pending knows a table that a migration rebuilds, or makes only if it is not there" {
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\n' >pawl.ini
	migration 001_users 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INT); CREATE INDEX i ON users (age);
INSERT INTO users VALUES (1, 1);'
	pawl up
	migration 002_more 'ALTER TABLE users ADD COLUMN nick TEXT;'
	migration 003_rebuild 'CREATE TABLE users_new (id INTEGER PRIMARY KEY, age TEXT);
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;'
	run -1 --separate-stderr pawl lint --pending --json
	json '[.findings[].rule]' '["rebuild-loses-objects","change-column-type","drop-column"]'
	rm migrations/003_rebuild.sql
	migration 003_again 'CREATE TABLE IF NOT EXISTS users (id INT); DROP TABLE users;'
	run -1 --separate-stderr pawl lint --pending --json
	json '[.findings[].rule]' '["drop-table"]'
}

@test "lint: a unique index that a rebuilt table gets back is no new check" {
	mkdir migrations
	migration 001_users 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, name TEXT); CREATE UNIQUE INDEX i ON users (mail);'
	rebuild='CREATE TABLE users_new (id INTEGER PRIMARY KEY, mail TEXT, name TEXT, more TEXT);
INSERT INTO users_new (id, mail, name) SELECT id, mail, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;'
	migration 002_rebuild "$rebuild
CREATE UNIQUE INDEX i ON users (mail);"
	run -0 --separate-stderr pawl lint --dialect sqlite --json
	json '.findings' '[]'
	migration 002_rebuild "$rebuild
CREATE UNIQUE INDEX i ON users (name);"
	run -0 --separate-stderr pawl lint --dialect sqlite --json
	json '[.findings[].rule]' '["new-check-on-old-data"]'
}

@test "lint: --since asks git" {
	git init -q . && git config user.email a@b && git config user.name a
	make_project
	git add . && git commit -qm one
	run -0 pawl lint --since HEAD
	says "no migration has changed"
	migration 003_drop 'DROP TABLE users;'
	run -1 pawl lint --since HEAD
	says "003_drop.sql:1:1"
	run -2 pawl lint --since nowhere
	run -2 pawl lint --since --output=x
}

@test "lint: --since sees folders beside the one it is called in" {
	git init -q . && git config user.email a@b && git config user.name a
	mkdir -p app 'db dir/more'
	echo 'CREATE TABLE users (id int);' >'db dir/001_users.sql'
	git add . && git commit -qm one
	echo 'DROP TABLE users;' >'db dir/002_drop.sql'
	git add . && git commit -qm two
	echo 'DROP TABLE users;' >'db dir/more/003_drop.sql'
	cd app
	run -1 pawl lint --dialect pg --dir '../db dir/' --dir '../db dir/more' --since HEAD~1
	says "../db dir/002_drop.sql:1:1"
	says "../db dir/more/003_drop.sql:1:1"
	run -2 pawl lint --dialect pg --dir ../db --since HEAD
}

@test "lint: pawl:allow has its effect where the table happens to be empty" {
	make_project
	pawl up
	migration 003_drop '-- pawl:allow drop-table nobody reads it
DROP TABLE users;'
	run -0 --separate-stderr pawl lint --pending --json
	json .findings '[]'
	sqlite3 app.db 'INSERT INTO users VALUES (1)'
	run -0 --separate-stderr pawl lint --pending --json
	json '[.findings, .allowed]' '[[],1]'
}

@test "lint: an allow and a baseline that an empty database does not need are not stale" {
	make_project
	pawl up
	migration 003_more '-- pawl:allow drop-column gone since release 3
ALTER TABLE users DROP COLUMN name;'
	migration 004_rebuild '-- pawl:allow change-column-type no letters in it
CREATE TABLE orders_new (id TEXT PRIMARY KEY);
INSERT INTO orders_new SELECT id FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;'
	migration 005_drop 'DROP TABLE users;'
	run -0 --separate-stderr pawl lint --offline --baseline known --write-baseline migrations/005_drop.sql
	[ "$(grep -c drop-table known)" = 1 ]
	sqlite3 app.db 'ALTER TABLE users ADD COLUMN name TEXT'
	run -0 --separate-stderr pawl lint --pending --baseline known --json
	json '.findings' '[]'
	migration 003_more '-- pawl:allow drop-index it was never used
ALTER TABLE users DROP COLUMN name;'
	run -0 --separate-stderr pawl lint --pending --baseline known --json
	json '[.findings[].rule]' '["unused-allow"]'
}

@test "lint: lines of the baseline for files that are not judged are not stale" {
	mkdir migrations
	migration 001_drop 'DROP TABLE a;'
	migration 002_drop 'DROP TABLE b;'
	pawl lint --dialect sqlite --baseline known --write-baseline
	run -0 --separate-stderr pawl lint --dialect sqlite --baseline known --json migrations/002_drop.sql
	json '.findings' '[]'
	rm migrations/001_drop.sql
	run -0 --separate-stderr pawl lint --dialect sqlite --baseline known --json migrations/002_drop.sql
	json '[.findings[].rule]' '["stale-baseline"]'
}

@test "lint: an allow without a reason is its finding alone; the others go on" {
	make_project
	migration 003_drop '-- pawl:allow drop-table
DROP TABLE users;'
	run -0 pawl status
	run -0 pawl lint --pending
	says '003_drop.sql:1:4: warning: "pawl:allow drop-table" gives no reason [allow-without-reason]'
	run -0 pawl up
}

@test "lint: pawl:allow with a reason, for the file or for a statement" {
	printf -- '-- pawl:allow drop-table nobody reads it\nDROP TABLE a;\nDROP TABLE b;\n' >x.sql
	run -0 pawl lint --dialect sqlite x.sql
	printf -- 'DROP TABLE a;\n-- pawl:allow drop-table nobody reads it\nDROP TABLE b;\n' >x.sql
	run -1 pawl lint --dialect sqlite x.sql
	says "x.sql:1:1"
	[[ $output != *x.sql:3* ]]
	printf -- '-- pawl:allow drop-table\nDROP TABLE a;\n' >x.sql
	run -1 pawl lint --fail-on warning --dialect sqlite x.sql
	says allow-without-reason
	printf -- '-- pawl:allow drop-column why\nSELECT 1;\n' >x.sql
	run -1 pawl lint --fail-on warning --dialect sqlite x.sql
	says unused-allow
}

@test "lint: rules and classes are switched by the configuration and the command line" {
	echo 'DROP TABLE a;' >x.sql
	printf '[pawl]\ndialect = sqlite\nlint_ignore = drop-column, drop-table\n' >pawl.ini
	run -0 pawl lint x.sql
	run -1 pawl lint --lint-ignore drop-column x.sql
	echo 'CREATE TABLE Users (id int);' >x.sql
	run -1 pawl lint --dialect mysql --lint-enable style,table-without-primary-key --fail-on warning x.sql
	says table-without-primary-key
	says name-case
	run -2 pawl lint --lint-ignore drop-tabel x.sql
	says 'did you mean "drop-table"'
}

@test "lint: --fail-on says from which level on it fails" {
	echo 'ALTER TABLE users DROP COLUMN a;' >x.sql
	run -1 pawl lint --dialect pg x.sql
	run -0 pawl lint --dialect pg --fail-on none x.sql
	echo 'DROP INDEX i;' >x.sql
	run -0 pawl lint --dialect pg x.sql
	run -1 pawl lint --dialect pg --fail-on warning x.sql
}

@test "lint: JSON, SARIF, GitHub, GitLab" {
	echo "$index" >x.sql
	run -1 --separate-stderr pawl lint --dialect pg --json x.sql
	json '[.findings[0].rule, .findings[0].line, .errors]' '["index-not-concurrent",1,1]'
	run -1 --separate-stderr pawl lint --dialect pg --format sarif x.sql
	json '.version' '"2.1.0"'
	json '.runs[0].results[0] | [.ruleId, .level, .locations[0].physicalLocation.region.startLine]' \
		'["index-not-concurrent","error",1]'
	json '.runs[0] | .tool.driver.rules[.results[0].ruleIndex].id' '"index-not-concurrent"'
	printf '%s\n' "ALTER TABLE \"ü😀\" DROP COLUMN a;" >"a b.sql"
	run -1 --separate-stderr pawl lint --dialect pg --format sarif "a b.sql"
	json '.runs[0].results[0].locations[0].physicalLocation | [.artifactLocation.uri, .region.startColumn, .region.endColumn]' \
		'["a%20b.sql",19,32]'
	json '[.runs[0].tool.driver.rules[] | select(.help.text == "" or .help.markdown == "")]' '[]'
	run -1 --separate-stderr pawl lint --dialect pg --format github x.sql
	[[ $output == "::error file=x.sql,line=1,"*"title=index-not-concurrent::"*"%0Asafe: "* ]]
	run -1 --separate-stderr pawl lint --dialect pg --format gitlab x.sql
	json '.[0] | [.check_name, .severity, .location.path]' '["index-not-concurrent","major","x.sql"]'
	: >x.sql
	run -0 --separate-stderr pawl lint --dialect pg --format gitlab x.sql
	json . '[]'
}

@test "lint: a baseline hides what was there, and tells what it hides no more" {
	echo "$index" >x.sql
	run -2 pawl lint --dialect pg --write-baseline x.sql
	run -0 pawl lint --dialect pg --baseline known --write-baseline x.sql
	printf '\n\nCREATE  INDEX users_email\n ON users (email);\n' >x.sql
	run -0 pawl lint --dialect pg --baseline known x.sql
	echo 'DROP TABLE users;' >>x.sql
	run -1 pawl lint --dialect pg --baseline known x.sql
	says drop-table
	[[ $output != *index-not-concurrent* ]]
	: >x.sql
	run -0 pawl lint --dialect pg --baseline known x.sql
	says stale-baseline
}

@test "lint --fix: shows and writes, and what is left is judged again" {
	echo "$index" >x.sql
	run -0 pawl lint --dialect pg --fix x.sql
	says "+CREATE INDEX CONCURRENTLY users_email ON users (email);"
	[ "$(cat x.sql)" = "CREATE INDEX CONCURRENTLY users_email ON users (email);" ]
	echo 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);' >x.sql
	run -0 pawl lint --dialect pg --fix x.sql
	[ "$(cat x.sql)" = "-- pawl:transaction off
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;

ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;" ]
	echo 'ALTER TABLE users ALTER email SET NOT NULL;' >x.sql
	run -0 pawl lint --dialect pg --fix x.sql
	[ "$(grep -c . x.sql)" -eq 5 ]
	printf 'CREATE INDEX a ON users (b);\nUPDATE users SET b = 1 WHERE b = 2;\n' >x.sql
	cp x.sql before.sql
	run -1 pawl lint --dialect pg --fix x.sql
	cmp x.sql before.sql
}

@test "lint --fix: a byte order mark stays first, other tools' files get no directives" {
	printf '\xef\xbb\xbfALTER TABLE users ALTER n SET NOT NULL;\n' >x.sql
	run -0 pawl lint --dialect pg --fix x.sql
	[ "$(head -c 26 x.sql)" = $'\xef\xbb\xbf-- pawl:transaction off' ]
	mkdir migrations
	migration 00001_users '-- +goose Up
CREATE TABLE users (id bigint PRIMARY KEY, n int);
-- +goose Down
DROP TABLE users;'
	for sql in 'ALTER TABLE users ALTER n SET NOT NULL;' 'UPDATE users SET n = 1;'; do
		migration 00002_more "-- +goose Up
$sql
-- +goose Down
SELECT 1;"
		cp migrations/00002_more.sql before.sql
		run -1 pawl lint --dialect pg --fix --fail-on warning
		cmp migrations/00002_more.sql before.sql
	done
}

@test "lint: the version of the server counts" {
	echo 'ALTER TABLE users ADD COLUMN a int DEFAULT 1;' >x.sql
	run -0 pawl lint --dialect pg x.sql
	run -1 pawl lint --dialect pg --server 10 x.sql
	says add-column-volatile-default
	run -2 pawl lint --dialect pg --server new x.sql
}

@test "lint: the guide has a section for each rule, as the program tells it" {
	guide=$BATS_TEST_DIRNAME/../../docs/guide/lint.md
	pawl lint --rules --verbose >rules.md
	sed -n '/^### /,$p' "$guide" | diff - rules.md
	run -0 pawl lint --explain drop-table
	says "drop-table: "
	run -2 pawl lint --explain nothing
	run -0 --separate-stderr pawl lint --rules --json
	json '[.[] | select(.summary == "" or .why == "" or .safe == "")]' '[]'
}

@test "lint: usage errors exit 2, a missing file 3; placeholders are names" {
	run -2 pawl lint x.sql
	says "add --dialect"
	run -3 pawl lint --dialect pg nowhere.sql
	run -2 pawl lint --dialect pg --pending x.sql
	echo 'CREATE TABLE ${schema}.t (a int); DROP TABLE ${schema}.t;' >x.sql
	run -0 pawl lint --dialect pg x.sql
}

@test "lint with SQLite's compiler: what it refuses has its place" {
	mkdir migrations
	migration 001_users 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);'
	migration 002_wrong 'SELECT 1;
CREATE INDEX users_nick
  ON users (nick);
UPDATE users SET nope = 1 WHERE id = 2;
INSERT INTO usres VALUES (1);
ALTER TABLE users ADD COLUMN email TEXT;'
	run -1 --separate-stderr pawl lint --dialect sqlite --json
	json '[.findings[] | [.rule, .line, .column]]' '[["does-not-compile",3,13],["does-not-compile",4,18],["does-not-compile",5,13],["does-not-compile",6,30]]'
	run -0 pawl lint --dialect sqlite --offline
	migration 002_wrong 'CREAT TABLE t (a int);'
	run -1 pawl lint --dialect sqlite
	says '002_wrong.sql:1:1: error: the engine refuses this: near "CREAT": syntax error'
	run -0 pawl lint --dialect sqlite --lint-ignore does-not-compile,not-understood
}

@test "lint with SQLite's compiler: what it cannot know is no alarm" {
	printf '%s\n' 'CREATE INDEX i ON elsewhere (a);' 'ALTER TABLE elsewhere ADD COLUMN b int;' \
		'CREATE VIEW v AS SELECT a FROM elsewhere;' >x.sql
	run -0 --separate-stderr pawl lint --dialect sqlite --json x.sql
	json .findings '[]'
	printf '%s\n' 'CREATE TABLE t (a TEXT, b TEXT CHECK (is_fine(b)));' 'CREATE INDEX i ON t (a);' \
		'SELECT not_there(a) FROM t;' 'INSERT INTO t VALUES (${value}, 1);' \
		"ATTACH 'other.db' AS other;" "VACUUM INTO 'copy.db';" >x.sql
	run -0 --separate-stderr pawl lint --dialect sqlite --json x.sql
	json .findings '[]'
	[ ! -e other.db ] && [ ! -e copy.db ]
}

@test "lint with SQLite's compiler: views and triggers that a migration breaks" {
	mkdir migrations
	migration 001_start 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE log (what TEXT);
CREATE VIEW mails AS SELECT email FROM users;
CREATE TRIGGER users_log AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.email); END;'
	migration 002_drop '-- pawl:allow drop-table nobody reads it
DROP TABLE log;'
	run -1 --separate-stderr pawl lint --dialect sqlite --json
	json '[.findings[] | [.rule, .line, .message]]' '[["breaks-dependents",2,"a trigger of \"users\" does not work any more: no such table: main.log"]]'
	migration 002_drop '-- pawl:allow drop-table nobody reads it
DROP TABLE log;
DROP TRIGGER users_log;'
	run -0 pawl lint --dialect sqlite
	migration 003_rebuild 'CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO new_users SELECT id, coalesce(email, 0) FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;'
	run -1 pawl lint --dialect sqlite
	says '003_rebuild.sql:4:33: error: the engine refuses this: error in view mails: no such table: main.users [does-not-compile]'
	says 'safe: Drop it before its table changes'
	run -5 pawl up --url sqlite:app.db
	says 'error in view mails'
	sed -i '1i PRAGMA legacy_alter_table = ON;' migrations/003_rebuild.sql
	run -0 pawl lint --dialect sqlite
}

@test "lint --fix: all rows at once become ranges of the key, where the key is known" {
	sqlite3 app.db 'CREATE TABLE users (id INTEGER PRIMARY KEY, n INT); INSERT INTO users VALUES (1, 1);
		CREATE TABLE two (a INT, b INT, PRIMARY KEY (a, b)); INSERT INTO two VALUES (1, 1);'
	echo 'UPDATE users SET n = n + 1;' >x.sql
	run -0 pawl lint --url sqlite:app.db --fix --fail-on warning x.sql
	says '+-- pawl:batch table=users key=id size=5000'
	[ "$(cat x.sql)" = "-- pawl:batch table=users key=id size=5000
UPDATE users SET n = n + 1
WHERE id > :lo AND id <= :hi;" ]
	for sql in 'UPDATE two SET b = 1' 'UPDATE users SET id = id + 1' 'UPDATE other SET n = 1' \
		'UPDATE users SET n = two.b FROM two' 'UPDATE users SET n = 1; SELECT 1'; do
		echo "$sql;" >x.sql
		cp x.sql before.sql
		run -1 pawl lint --url sqlite:app.db --fix --fail-on warning x.sql
		cmp x.sql before.sql
	done
}

@test "lint --fix: what is applied, or finished by pawl.sum, is named and left as it is" {
	sql='UPDATE users SET n = n + 1;'
	mkdir migrations
	printf '[pawl]\nurl = sqlite:app.db\n' >pawl.ini
	migration 001_users 'CREATE TABLE users (id INTEGER PRIMARY KEY, n INT); INSERT INTO users VALUES (1, 1);'
	migration 002_fill "$sql"
	pawl up
	migration 003_fill "$sql"
	run -0 pawl lint --fix
	says 'migrations/002_fill.sql is applied, or finished by pawl.sum: left as it is, with 1 finding that could be mended'
	says 'mended 1 finding in 1 file; 1 left'
	run -0 --separate-stderr pawl lint --json
	json '[.findings[] | [.rule, .fixable]]' '[["dml-without-where",false]]'
	[ "$(cat migrations/002_fill.sql)" = "$sql" ]
	grep -q pawl:batch migrations/003_fill.sql
	run -0 pawl up
	migration 004_fill "$sql"
	pawl repair --sum
	run -0 pawl lint --fix --offline
	says 'migrations/004_fill.sql is applied, or finished by pawl.sum'
	[ "$(cat migrations/004_fill.sql)" = "$sql" ]
	rm migrations/pawl.sum
	run -0 pawl lint --fix --offline
	grep -q pawl:batch migrations/004_fill.sql
}

@test "lint: words that --format and --fail-on do not take are usage errors that list those they do" {
	echo "$index" >x.sql
	run -2 pawl lint --dialect pg --format xml x.sql
	says 'text|json|sarif|github|gitlab'
	run -2 pawl lint --dialect pg --fail-on sometimes x.sql
	says 'error|warning|none'
}

@test "lint: --write-baseline tells how many went where, and the summary how many it hides" {
	printf '%s\nDROP TABLE users;\n' "$index" >x.sql
	run -0 pawl lint --dialect pg --baseline known --write-baseline x.sql
	says 'wrote 2 findings into known'
	run -0 pawl lint --dialect pg --baseline known x.sql
	says '0 errors, 0 warnings in 1 file; the baseline hides 2 findings'
	printf '\n' >x.sql
	run -0 pawl lint --dialect pg --baseline known x.sql
	says '0 errors, 0 warnings, 2 notes in 1 file'
}

@test "lint: CI finds files by their place in the git work tree" {
	mkdir -p repo/apps/shop/migrations
	cd repo/apps/shop
	echo "$index" >migrations/001_a.sql
	run -1 --separate-stderr pawl lint --dialect pg --format github migrations/001_a.sql
	[[ $output == "::error file=migrations/001_a.sql,"* ]]
	: >../../.git
	run -1 --separate-stderr pawl lint --dialect pg --format github migrations/001_a.sql
	[[ $output == "::error file=apps/shop/migrations/001_a.sql,"* ]]
	run -1 --separate-stderr pawl lint --dialect pg --format gitlab ../shop/migrations/001_a.sql
	json '.[0].location.path' '"apps/shop/migrations/001_a.sql"'
	run -1 --separate-stderr pawl lint --dialect pg --format sarif migrations/001_a.sql
	json '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri' '"apps/shop/migrations/001_a.sql"'
	cd migrations
	run -1 --separate-stderr pawl lint --dialect pg --format github 001_a.sql
	[[ $output == "::error file=apps/shop/migrations/001_a.sql,"* ]]
	run -1 --separate-stderr pawl lint --dialect pg --format github - <<<"$index"
	[[ $output == "::error file=standard input,"* ]]
}

@test "lint: --since outside of a git work tree says so" {
	mkdir migrations
	run -2 pawl lint --dialect pg --since HEAD
	says '"migrations" is in no git work tree'
}

@test "lint: --explain is a page for people, or JSON, and knows the nearest rule" {
	run -0 pawl lint --explain drop-column
	[[ ${lines[0]} == "drop-column: A column "* ]]
	[[ $output != *'###'* ]]
	says 'Safe: Release programs'
	COLUMNS=50 run -0 pawl lint --explain drop-column
	[ "$(awk '/^Why/, 0' <<<"$output" | wc -L)" -le 50 ]
	run -0 --separate-stderr pawl lint --explain drop-column --json
	json '[.rule, .class, .level]' '["drop-column","data","error"]'
	run -2 pawl lint --explain drop-colum
	says 'did you mean "drop-column"?'
}

@test "lint: the mark under a place is one piece of colour" {
	echo "$index" >x.sql
	run -1 --separate-stderr pawl lint --dialect pg --color always x.sql
	[[ ${lines[2]} == *$'\033[31m^~~~~~~~~~~~~~'* ]]
	[ "$(grep -o $'\033' <<<"${lines[2]}" | wc -l)" = 4 ]
}
