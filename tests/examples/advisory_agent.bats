#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

db=backend/data/financial_data.db

setup() {
	. "$BATS_TEST_DIRNAME/example.bash"
	example_copy advisory-agent
}

lite() {
	sqlite3 -bail "$db" "$1"
}

lite_schema() {
	lite "SELECT type, name, sql FROM sqlite_master
	      WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '\_migrations%' ESCAPE '\' ORDER BY 1, 2"
}

@test "advisory-agent: every command of the README" {
	console_run README.md
}

@test "advisory-agent: messages are counted and summaries touched" {
	pawl up
	lite "INSERT INTO conversations (conversation_id, session_id, scenario) VALUES ('c', 's', 'B');
	      INSERT INTO chat_messages (conversation_id, role, content) VALUES ('c', 'user', 'a'), ('c', 'assistant', 'b');
	      UPDATE chat_messages SET is_active = 0 WHERE content = 'b';
	      INSERT INTO conversation_summaries (conversation_id, short_title, summary, updated_at)
	      VALUES ('c', 't', 's', '2000-01-01');
	      UPDATE conversation_summaries SET summary = 'better'"
	is 1 "$(lite "SELECT message_count FROM conversations")"
	is 1 "$(lite "SELECT updated_at > '2000-01-01' FROM conversation_summaries")"
	run lite "INSERT INTO conversation_summaries (conversation_id, short_title, summary) VALUES ('c', 't', 's')"
	[ "$status" -ne 0 ]
}

@test "advisory-agent: rebuilding conversations there and back loses no row that refers to it" {
	pawl up
	lite "INSERT INTO conversations (conversation_id, session_id, scenario, status) VALUES ('c', 's', 'B', 'archived');
	      INSERT INTO chat_messages (conversation_id, role, content) VALUES ('c', 'user', 'a');
	      INSERT INTO conversation_summaries (conversation_id, short_title, summary) VALUES ('c', 't', 's')"
	pawl down
	is 'closed|1|1|1' "$(lite "SELECT status, message_count, (SELECT count(*) FROM chat_messages),
	                           (SELECT count(*) FROM conversation_summaries) FROM conversations")"
	run lite "UPDATE conversations SET status = 'archived'"
	[ "$status" -ne 0 ]
	pawl up
	lite "UPDATE conversations SET status = 'archived'"
	is '' "$(lite "PRAGMA foreign_key_check")"
}

# SQLite quotes the name of a table that was renamed; else the text is what was written.
unquoted_schema() {
	lite_schema | tr -d '"'
}

@test "advisory-agent: every step down leads to the schema that was there before" {
	there_and_back 6 unquoted_schema
	lite_schema | grep chat_messages_soft_deleted
	pawl down --all
	is '' "$(lite_schema)"
}

@test "advisory-agent: a database left by run_migrations.py ends as a new one does" {
	pawl up
	lite_schema >new
	rm "$db"
	sqlite3 -bail "$db" <backend/legacy/as_left_by_run_migrations.sql
	lite "CREATE TABLE ran AS SELECT * FROM _migrations"
	pawl up
	lite "SELECT id, filename, applied_at FROM ran" >old_rows
	lite "SELECT id, filename, applied_at FROM _migrations WHERE id <= 3" >kept_rows
	cmp old_rows kept_rows
	lite "DROP TABLE ran"
	lite_schema >taken_over
	cmp new taken_over
}

@test "advisory-agent: the backup is the database as it was before" {
	pawl up 004
	[ ! -e backend/data/backups ]
	lite "INSERT INTO conversations (conversation_id, session_id, scenario) VALUES ('c', 's', 'B')"
	pawl up
	is 004_add_chart_data_to_messages.sql \
		"$(sqlite3 backend/data/backups/*.db "SELECT max(filename) FROM _migrations")"
	is c "$(sqlite3 backend/data/backups/*.db "SELECT conversation_id FROM conversations")"
	lite "DELETE FROM conversations"
	pawl restore backend/data/backups/*.db --force
	is c "$(lite "SELECT conversation_id FROM conversations")"
}

@test "advisory-agent: a failing migration changes nothing and leaves the chat as it was" {
	pawl up
	lite_schema >before
	printf 'CREATE TABLE feedback (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n' \
		>backend/migrations/008_add_feedback.sql
	run pawl up
	[ "$status" -eq 5 ]
	[[ $output == *008_add_feedback.sql* && $output == *nowhere* ]]
	lite_schema >after
	cmp before after
}

@test "advisory-agent: demo rows exist in dev alone" {
	pawl up
	pawl up --env dev
	pawl up --env staging
	is 0 "$(lite "SELECT count(*) FROM conversations")"
	is 2 "$(sqlite3 backend/data/dev.db "SELECT count(*) FROM conversations")"
	is 0 "$(sqlite3 backend/data/staging.db "SELECT count(*) FROM conversations")"
}
