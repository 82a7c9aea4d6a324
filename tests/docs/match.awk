# SPDX-License-Identifier: Apache-2.0
# usage: awk -f match.awk EXPECTED GOT
#
# In EXPECTED, "..." stands for anything: on a line of its own for any number of
# lines, inside a line for any text. Blanks at the ends of lines do not count,
# nor do empty lines at the end.

function line_matches(want, got,   part, n, i, at)
{
	n = cut(want, part)
	if (n == 1)
		return want == got
	if (substr(got, 1, length(part[1])) != part[1])
		return 0
	got = substr(got, length(part[1]) + 1)
	for (i = 2; i < n; i++) {
		at = index(got, part[i])
		if (at == 0)
			return 0
		got = substr(got, at + length(part[i]))
	}
	return length(got) >= length(part[n]) && substr(got, length(got) - length(part[n]) + 1) == part[n]
}

# text cut at each "..." into part[1..n]; the return value is n
function cut(text, part,   n, at)
{
	n = 0
	while ((at = index(text, "...")) > 0) {
		part[++n] = substr(text, 1, at - 1)
		text = substr(text, at + 3)
	}
	part[++n] = text
	return n
}

function match_from(i, j,   k)
{
	for (; i <= wanted; i++) {
		if (want[i] == "...") {
			for (k = j; k <= gotten + 1; k++)
				if (match_from(i + 1, k))
					return 1
			return 0
		}
		if (j > gotten || !line_matches(want[i], got[j])) {
			if (i > furthest) {
				furthest = i
				instead = j <= gotten ? "\"" got[j] "\"" : "the end"
			}
			return 0
		}
		j++
	}
	if (j <= gotten && i > furthest) {
		furthest = i
		instead = "\"" got[j] "\""
	}
	return j > gotten
}

{ sub(/[ \t\r]+$/, "") }
FILENAME == ARGV[1] { want[++wanted] = $0 }
FILENAME == ARGV[2] { got[++gotten] = $0 }

END {
	while (wanted > 0 && want[wanted] == "")
		wanted--
	while (gotten > 0 && got[gotten] == "")
		gotten--
	if (match_from(1, 1))
		exit 0
	print "expected " (furthest <= wanted ? "\"" want[furthest] "\"" : "the end") ", got " instead
	exit 1
}
