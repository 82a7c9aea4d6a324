# SPDX-License-Identifier: Apache-2.0
# Of a file with sections the way up: goose, sql-migrate, dbmate, node-pg-migrate, tern, and
# the marks that updown.c knows.
# A file without their marks is wholly the way up.
function section(line) {
	line = tolower(line)
	if (line ~ /^-- *\+(goose|migrate) +up/ || line ~ /^-- *migrate:up/ || line ~ /^[ \t]*--[ \t-]*up migration[ \t-]*$/)
		return "up"
	if (line ~ /^-- *\+(goose|migrate) +down/ || line ~ /^-- *migrate:down/ || line ~ /^[ \t]*--[ \t-]*down migration[ \t-]*$/)
		return "down"
	if (line ~ /^---- create above \/ drop below ----/)
		return "down"
	if (line ~ /^(#|--)[ \t#=*:-]*(!ups|rambler up|up)[ \t#=*:-]*$/)
		return "up"
	if (line ~ /^(#|--)[ \t#=*:-]*(!downs|rambler down|down|(\/\/ ?)?@undo)[ \t#=*:-]*$/)
		return "down"
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
