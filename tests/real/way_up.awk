# SPDX-License-Identifier: Apache-2.0
# Of a file with sections the way up: goose, sql-migrate, dbmate, node-pg-migrate, tern, and
# those that only have marks for the two ways.
# A file without their marks is wholly the way up.
function section(line) {
	line = tolower(line)
	if (line ~ /^-- *\+(goose|migrate) +up/ || line ~ /^-- *migrate:up/ || line ~ /^[ \t]*--[ \t-]*up migration[ \t-]*$/)
		return "up"
	if (line ~ /^-- *\+(goose|migrate) +down/ || line ~ /^-- *migrate:down/ || line ~ /^[ \t]*--[ \t-]*down migration[ \t-]*$/)
		return "down"
	if (line ~ /^---- create above \/ drop below ----/)
		return "down"
	if (line ~ /^(#|--).*!ups/)
		return "up"
	if (line ~ /^(#|--).*!downs/ || line ~ /^-- *(\/\/ *)?@undo/)
		return "down"
	if (line ~ /^[ \t]*(--|#)/) {
		gsub(/^[^a-z]+|[^a-z(]+$/, "", line)
		sub(/^(migrate|micrate|rambler) +/, "", line)
		sub(/ *\([^)]*$/, "", line)
		sub(/ +migration$/, "", line)
		if (line == "up" || line == "down")
			return line
	}
	return ""
}
FNR == 1 {
	down = 0
}
{
	new = section($0)
	if (new != "") {
		down = new == "down"
		next
	}
}
!down
