# SPDX-License-Identifier: Apache-2.0
# usage: awk -f match.awk EXPECTED GOT
#
# In EXPECTED, "..." stands for anything: on a line of its own for any number of
# whole lines, inside a line for any text, line ends included. Blanks at the ends
# of lines do not count, nor do empty lines at the end.

# A line of EXPECTED as a regular expression.
function pattern(line,   re, c, i)
{
	if (line == "...")
		return "([^\n]*\n)*"
	re = ""
	for (i = 1; i <= length(line); i++) {
		if (substr(line, i, 3) == "...") {
			re = re ".*"
			i += 2
			continue
		}
		c = substr(line, i, 1)
		if (c == "\\" || c == "^")
			re = re "\\" c
		else if (index("[](){}.*+?|$/\"", c) > 0)
			re = re "[" c "]"
		else
			re = re c
	}
	return re "\n"
}

{ sub(/[ \t\r]+$/, "") }
FILENAME == ARGV[1] { want[++wanted] = $0 }
FILENAME == ARGV[2] { got[++gotten] = $0 }

END {
	while (wanted > 0 && want[wanted] == "")
		wanted--
	while (gotten > 0 && got[gotten] == "")
		gotten--
	for (i = 1; i <= gotten; i++)
		text = text got[i] "\n"
	for (i = 1; i <= wanted; i++)
		re = re pattern(want[i])
	if (text ~ ("^" re "$"))
		exit 0

	# Where it goes wrong, as well as can be told.
	re = ""
	for (i = 1; i <= wanted; i++) {
		re = re pattern(want[i])
		if (text !~ ("^" re)) {
			print "does not print, or not at this place: " want[i]
			exit 1
		}
	}
	print "prints more than: " (wanted > 0 ? want[wanted] : "nothing")
	exit 1
}
