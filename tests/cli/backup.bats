#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
load helper

# the_backup: the only one there is.
the_backup()
{
	local all=(backups/*.db)
	[ ${#all[@]} -eq 1 ] || return 1
	printf '%s\n' "${all[0]}"
}

@test "backup: a file with the database's name, the time and the version, and its checksum" {
	make_project
	pawl up
	run -0 --separate-stderr pawl backup
	[[ $output =~ ^backups/app\.db-[0-9a-f]{6}-[0-9]{8}T[0-9]{6}Z-002\.db\ \ [0-9.]+\ kB ]]
	file=$(the_backup)
	(cd backups && sha256sum -c -- *.sha256)
	[ "$(stat -c %a "$file")" = 600 ]
	[ "$(stat -c %a backups)" = 700 ]
	[ "$(sqlite3 "$file" 'SELECT count(*) FROM _migrations')" = 2 ]
	run -0 pawl history --log
	says 'backup'
}

@test "backup: of a database in which nothing is applied" {
	make_project
	sqlite3 app.db 'CREATE TABLE t (a)'
	run -0 --separate-stderr pawl backup --json
	json .version null
	[[ $(the_backup) == *-empty.db ]]
}

@test "backup: -o names the file, --json says what was written" {
	make_project
	pawl up 1
	run -0 --separate-stderr pawl backup -o copy.db --json
	json .path '"copy.db"'
	json .version '"001"'
	json .pruned '[]'
	json .verified null
	json .sha256 "\"$(sha256sum copy.db | cut -d' ' -f1)\""
	json .bytes "$(stat -c %s copy.db)"
	[ ! -e backups ]
	sha256sum -c copy.db.sha256
	run -2 pawl backup -o app.db
	says 'is the database itself'
	run -2 pawl backup -o 'a\b'
	run -2 pawl backup -o ''
	run -3 pawl backup -o nowhere/copy.db
}

@test "backup: -o overwrites nothing" {
	make_project
	pawl up 1
	echo 'my notes' >notes.txt
	run -3 pawl backup -o notes.txt
	says 'the file "notes.txt" exists'
	says 'hint: give another name'
	[ "$(cat notes.txt)" = 'my notes' ]
	[ ! -e notes.txt.sha256 ]
}

# series: what the names of backups of app.db begin with.
series()
{
	pawl backup --backup-dir series >/dev/null 2>&1
	ls series | sed -n '1s/-[0-9]*T[0-9]*Z-.*//p'
	rm -r series
}

@test "backup: the newest are kept, and nothing else is touched" {
	make_project
	pawl up
	mkdir backups
	app=$(series)
	for i in 1 2 3; do
		touch "backups/$app-2026010${i}T000000Z-001.db"{,.sha256}
	done
	others="$app-20260101T000000Z-001.dump other.db-20260101T000000Z-001.db app.db-mine.db
		$app-20260101T000000Z-001.db.txt app.db-000000-20260101T000000Z-001.db"
	(cd backups && touch $others)
	run -0 pawl backup --backup-keep 2
	says "removed the older backups/$app-20260102T000000Z-001.db"
	[ ! -e "backups/$app-20260101T000000Z-001.db.sha256" ]
	[ ! -e "backups/$app-20260102T000000Z-001.db" ]
	[ -e "backups/$app-20260103T000000Z-001.db" ]
	(cd backups && ls $others)
	run -0 pawl backup --backup-keep 0
	[ -e "backups/$app-20260103T000000Z-001.db" ]
	run -0 --separate-stderr pawl backup --backup-keep 1 --json
	json '.pruned | length' 3
	the_new=$(jq -r .path <<<"$output")
	[ -e "$the_new" ]
	run -2 pawl backup --backup-keep lots
}

@test "backup: those of databases of the same name do not displace each other" {
	make_project
	long=$(printf 'x%.0s' {1..150})
	mkdir a b
	for url in sqlite:a/app.db sqlite:b/app.db "sqlite:${long}1.db" "sqlite:${long}2.db"; do
		pawl up --url "$url"
		run -0 pawl backup --backup-keep 1 --url "$url"
	done
	[ "$(ls backups/*.db | wc -l)" = 4 ]
	run -0 --separate-stderr pawl backup --backup-keep 1 --url "sqlite:$PWD/a/../a/app.db" --json
	json '.pruned | length' 1
	[ "$(ls backups/*.db | wc -l)" = 4 ]
}

@test "backup: what a dead process left goes with the next, what a living one writes stays" {
	make_project
	pawl up
	mkdir backups
	app=$(series)
	dead=$(bash -c 'echo $$')
	touch "backups/.$app-20260101T000000Z-001.db.$dead.part" \
		"backups/.$app-20260101T000000Z-001.db.$$.part" \
		"backups/.other.db-20260101T000000Z-001.db.$dead.part"
	run -0 pawl backup
	[ ! -e "backups/.$app-20260101T000000Z-001.db.$dead.part" ]
	[ -e "backups/.$app-20260101T000000Z-001.db.$$.part" ]
	[ -e "backups/.other.db-20260101T000000Z-001.db.$dead.part" ]
}

@test "backup: rows that break a CHECK are no damage" {
	make_project
	migration 003_odd 'CREATE TABLE odd (n INTEGER CHECK (n > 0), UNIQUE (n));'
	pawl up
	sqlite3 app.db 'PRAGMA ignore_check_constraints = 1; INSERT INTO odd VALUES (-1)'
	run -0 pawl backup -o copy.db --verify
	run -0 pawl restore copy.db --force
	[ "$(sqlite3 app.db 'SELECT n FROM odd')" = -1 ]
}

@test "backup: an index that needs a function of an extension" {
	make_project
	pawl up
	# What an extension would have made.
	sqlite3 app.db "CREATE TABLE odd (n); CREATE INDEX odd_n ON odd (abs(n));
		PRAGMA writable_schema = 1;
		UPDATE sqlite_schema SET sql = replace(sql, 'abs', 'foreign_one') WHERE name = 'odd_n'"
	run -0 pawl backup -o copy.db
	run -0 pawl restore copy.db --url sqlite:new.db
	cmp <(sqlite3 new.db 'SELECT name FROM sqlite_schema') <(sqlite3 app.db 'SELECT name FROM sqlite_schema')
}

@test "backup: --verify tells that it can be restored" {
	make_project
	pawl up
	sqlite3 app.db 'INSERT INTO users VALUES (1), (2)'
	run -0 pawl backup --verify
	says 'verified: restored, it has the same schema and the rows of'
	run -0 --separate-stderr pawl backup --verify --json
	json .verified true
	[ -z "$(ls backups | grep -e -wal -e -shm -e -journal)" ]
}

@test "backup: backup_dir lies beside the configuration" {
	make_project
	printf 'dir = migrations\nbackup_dir = safe\n' >>pawl.ini
	mkdir deeper
	pawl up
	(cd deeper && pawl backup)
	ls safe/*.db
	sed -i '/backup_dir/d' pawl.ini
	(cd deeper && pawl backup)
	ls backups/*.db
}

@test "backup: what cannot be copied is refused" {
	make_project
	run -4 pawl backup
	says 'does not exist'
	[ ! -e app.db ]
	run -2 pawl backup --url sqlite::memory:
	says 'a database in memory is gone with its connection'
	pawl up
	dd if=/dev/urandom of=app.db bs=1 seek=5000 count=3000 conv=notrunc 2>/dev/null
	run pawl backup
	[ "$status" -ne 0 ]
	[ -z "$(ls -A backups 2>/dev/null)" ]
	run -2 pawl backup operand
}

@test "up --backup auto: before what may lose data, and only then" {
	make_project
	migration 003_drop 'DROP TABLE orders;' 'CREATE TABLE orders (id INTEGER PRIMARY KEY);'
	run -0 pawl up 2 --backup auto
	[ ! -e backups ]
	run -0 --separate-stderr pawl up --backup auto --json
	[ "$(jq -r .backup <<<"$output")" = "$(the_backup)" ]
	[[ $(the_backup) == *-002.db ]]
	[ "$(sqlite3 "$(the_backup)" "SELECT count(*) FROM orders")" = 0 ]
	run -0 --separate-stderr pawl up --backup always --json
	json .backup null
	run -0 pawl down --backup auto # makes a table
	the_backup
	run -0 pawl down --backup auto # drops one
	says 'backup: backups/app.db-'
	[ "$(ls backups/*.db | wc -l)" = 2 ]
	run -0 pawl history --log
	says 'backup'
}

@test "up --backup auto: a batched statement goes over the whole table" {
	make_project
	migration 003_batch '-- pawl:batch table=users key=id size=10
DELETE FROM users WHERE id > :lo AND id <= :hi;'
	pawl up 2
	sqlite3 app.db 'INSERT INTO users VALUES (1), (2)'
	run -0 pawl up --backup auto
	[ "$(sqlite3 "$(the_backup)" 'SELECT count(*) FROM users')" = 2 ]
}

@test "up --backup always: before each run that does something; redo makes one" {
	make_project
	printf 'backup = always\n' >>pawl.ini
	run -0 pawl up
	[[ $(the_backup) == *-empty.db ]]
	run -0 pawl up
	the_backup
	run -0 pawl redo
	[ "$(ls backups/*.db | wc -l)" = 2 ]
	run -0 pawl up --dry-run
	run -0 pawl down --backup never
	[ "$(ls backups/*.db | wc -l)" = 2 ]
	run -2 pawl up --backup sometimes
}

@test "up --backup: a run that fails names the backup, a backup that fails stops the run" {
	make_project
	pawl up
	migration 003_bad 'DROP TABLE orders; SELECT nonsense;'
	run -5 pawl up --backup auto
	file=$(the_backup)
	says "a backup from before is \"$file\""
	says "pawl restore $file --force"
	[ "$(tables)" = 'orders users' ]
	run -5 pawl up --backup auto --backup-dir "it's here"
	[[ $output =~ (pawl restore .* --force) ]]
	eval "${BASH_REMATCH[1]}"
	migration 003_bad 'DROP TABLE orders;'
	touch wall
	run -3 pawl up --backup auto --backup-dir wall/in
	says 'while making a backup'
	[ "$(tables)" = 'orders users' ]
	run -0 pawl current
	says 002
}
