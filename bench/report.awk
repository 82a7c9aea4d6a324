# SPDX-License-Identifier: Apache-2.0
# One scenario's table. Input: contender, wall s, processor s, peak KiB, separated by
# tabs; then lines "target", KIND, CONTENDER, LIMIT of what is to be reached:
#
#	faster X R	X takes at least R times as long as pawl
#	near X R	pawl takes at most R times as long as X
#	memory pawl K	peak memory of at most K KiB
#
# A contender that failed has "failed" as its wall time.

function median(list, n,    i, j, t, v)
{
	n = split(list, v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] + 0 : (v[n / 2] + v[n / 2 + 1]) / 2
}

function least(list,    i, n, v, m)
{
	n = split(list, v, " ")
	m = v[1] + 0
	for (i = 2; i <= n; i++)
		if (v[i] + 0 < m)
			m = v[i] + 0
	return m
}

function judge(text, ratio, ok)
{
	if (ok == "")
		printf "  target: %-58s not measured\n", text
	else
		printf "  target: %-58s %.2f  %s\n", text, ratio, ok ? "reached" : "MISSED"
}

BEGIN { FS = "\t" }

$1 == "target" {
	kind[++targets] = $2
	whom[targets] = $3
	limit[targets] = $4
	next
}

{
	if (!($1 in runs))
		order[++contenders] = $1
	runs[$1]++
	if ($2 == "failed") {
		failed[$1] = 1
		next
	}
	wall[$1] = wall[$1] " " $2
	cpu[$1] = cpu[$1] " " $3
	if ($4 > peak[$1])
		peak[$1] = $4
}

END {
	printf "  %-34s %9s %9s %9s %9s %5s %9s\n", "", "median s", "best s", "cpu s", "peak MiB",
		"runs", "to pawl"
	if ("pawl" in wall)
		own = median(wall["pawl"])
	for (i = 1; i <= contenders; i++) {
		name = order[i]
		if (!(name in wall)) {
			printf "  %-34s %9s\n", name, "failed"
			continue
		}
		m = median(wall[name])
		printf "  %-34s %9.4f %9.4f %9.4f %9.1f %5d %9.2f%s\n", name, m, least(wall[name]),
			median(cpu[name]), peak[name] / 1024, runs[name], own ? m / own : 0,
			name in failed ? "  (some runs failed)" : ""
	}
	for (i = 1; i <= targets; i++) {
		if (kind[i] == "memory") {
			judge("peak memory below " limit[i] / 1024 " MiB", peak["pawl"] / 1024,
				peak["pawl"] ? peak["pawl"] < limit[i] : "")
			continue
		}
		# "pawl, in use" has a limit of its own: PAWL:OTHER
		us = "pawl"
		them = whom[i]
		if ((at = index(them, ":")) > 0) {
			us = substr(them, 1, at - 1)
			them = substr(them, at + 1)
		}
		if (!(us in wall) || !(them in wall)) {
			judge(us " against " them, 0, "")
			continue
		}
		ratio = median(wall[us]) / median(wall[them])
		if (kind[i] == "faster")
			judge(sprintf("%s at least %s times faster than %s", us, limit[i], them),
				1 / ratio, 1 / ratio >= limit[i])
		else
			judge(sprintf("%s at most %s times the time of \"%s\"", us, limit[i], them),
				ratio, ratio <= limit[i])
	}
}
