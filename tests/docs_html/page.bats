# SPDX-License-Identifier: Apache-2.0
# The page in a browser: a made-up database of a hundred tables (make_page.c).
bats_require_minimum_version 1.5.0

setup_file()
{
	command -v chromedriver >/dev/null || skip "chromium-driver is not installed"
	. "$BATS_TEST_DIRNAME/browser.bash"
	export work=$BATS_FILE_TMPDIR browser_pid browser_url
	"${MAKE_PAGE:-$BATS_TEST_DIRNAME/../../build/tests/docs_html/make_page}" html >"$work/page.html"
	browser_start "$work"
}

teardown_file()
{
	. "$BATS_TEST_DIRNAME/browser.bash"
	[ -z "${browser_url-}" ] || browser_stop
}

setup()
{
	. "$BATS_TEST_DIRNAME/browser.bash"
	screen 1280 900
	open_page "file://$work/page.html"
}

# is TEXT COMMAND...: the command prints it
is()
{
	local wanted=$1 got

	shift
	got=$("$@")
	[ "$got" = "$wanted" ] || {
		printf 'wanted: %s\ngot: %s\n' "$wanted" "$got" >&2
		return 1
	}
}

@test "docs page: nothing comes from elsewhere" {
	run ! grep -oE '(src|href|action|data)="[^#"][^"]*"|url\([^#][^)]*\)|@import|fetch\(|XMLHttpRequest' "$work/page.html"
	run ! grep -oE 'https?://' "$work/page.html"
	is 0 script 'return performance.getEntriesByType("resource").length'
}

@test "docs page: a name of markup stays a name" {
	is Larkspur\ \&\ Sons script 'return document.title'
	is 2 script 'return document.scripts.length + document.images.length + document.querySelectorAll("style").length'
	is '<script>alert("1")</script>' script 'return document.querySelector(".object h3 a").textContent'
}

@test "docs page: every link has its target, every id is there once" {
	is '' script 'return Array.from(document.querySelectorAll("a[href]")).map((a) => a.getAttribute("href")).filter((h) => !document.getElementById(h.slice(1))).join()'
	is '' script 'const seen = new Set(); return Array.from(document.querySelectorAll("[id]")).map((e) => e.id).filter((id) => seen.has(id) || !seen.add(id)).join()'
}

@test "docs page: search filters and marks as one types, and Enter follows" {
	type_into '#search' 'manager'
	is '2 matches' script 'return document.querySelector("#found").textContent'
	is 'users,user_role' script 'return Array.from(document.querySelectorAll(".object:not([hidden]) h3 a"), (a) => a.textContent).join()'
	is manager script 'return document.querySelector("td mark").textContent'
	is users\ manager_id script 'return Array.from(document.querySelector("#list li:not([hidden]) a[href=\"#table-users\"]").childNodes, (n) => n.textContent).join(" ")'
	type_into '#search' $'\uE007'
	is '#table-users' script 'return location.hash'
	type_into '#search' $'\uE00C'
	is 0 script 'return document.querySelectorAll(".object[hidden], mark, #list small").length'
}

@test "docs page: search says when nothing is found" {
	type_into '#search' 'nosuchthing'
	is 'Nothing found' script 'return document.querySelector("#found").textContent'
	is 0 script 'return document.querySelectorAll(".object:not([hidden]), main > h2:not([hidden])").length'
}

@test "docs page: a foreign key leads to the table and back" {
	script 'document.getElementById("table-billing_orders").scrollIntoView()'
	click '#table-billing_orders td a[href="#table-billing_accounts"]'
	is '#table-billing_accounts' script 'return location.hash'
	is true script 'const y = document.getElementById("table-billing_accounts").getBoundingClientRect().top; return y >= 0 && y < 200'
	click '#table-billing_accounts .plain a[href="#table-billing_orders"]'
	is '#table-billing_orders' script 'return location.hash'
	is true script 'return performance.getEntriesByType("resource").length === 0'
}

@test "docs page: a table in the diagram leads to its section, the lines of it stand out" {
	[ "$(script 'return document.querySelectorAll("svg.er").length')" -gt 0 ] || skip "built without Graphviz"
	script 'document.querySelector(".er-box[href=\"#table-users\"]").dispatchEvent(new PointerEvent("pointerenter"))'
	is 17 script 'return document.querySelectorAll("#diagram-1 .er-line.on").length'
	script 'document.querySelector(".er-box[href=\"#table-users\"]").dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, view: window}))'
	is '#table-users' script 'return location.hash'
}

@test "docs page: zooming changes the diagram and nothing else" {
	[ "$(script 'return document.querySelectorAll("svg.er").length')" -gt 0 ] || skip "built without Graphviz"
	before=$(script 'return document.querySelector("svg.er").clientHeight')
	click '#diagram-1 [data-zoom=in]'
	[ "$(script 'return document.querySelector("svg.er").clientHeight')" -gt "$before" ]
	is 1280 script 'return document.documentElement.scrollWidth'
}

@test "docs page: fits a phone without scrolling sideways, and the menu opens" {
	screen 390 844
	is 390 script 'return document.documentElement.scrollWidth'
	is '' script 'return Array.from(document.querySelectorAll("main > *, .object > *, nav > *")).filter((e) => !e.hidden && e.getBoundingClientRect().right > 390).map((e) => e.outerHTML.slice(0, 80)).join()'
	script 'for (const e of document.querySelectorAll(".object")) e.style.contentVisibility = "visible"'
	is '' script 'return Array.from(document.querySelectorAll(".object, figure")).filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.id).join()'
	is 50 script 'const e = document.querySelector("#table-users .scroll"); e.scrollLeft = 50; return e.scrollLeft'
	is none script 'return getComputedStyle(document.querySelector("#list")).display'
	click '#menu'
	is block script 'return getComputedStyle(document.querySelector("#list")).display'
	click '#list a[href="#table-billing_items"]'
	is none script 'return getComputedStyle(document.querySelector("#list")).display'
	is '#table-billing_items' script 'return location.hash'
}

@test "docs page: is dark where the reader wants it dark" {
	light=$(script 'return getComputedStyle(document.body).backgroundColor')
	screen 1280 900 dark
	[ "$(script 'return getComputedStyle(document.body).backgroundColor')" != "$light" ]
}

@test "docs page: paper shows what is folded and no navigation" {
	devtools Emulation.setEmulatedMedia '{"media": "print"}'
	script 'dispatchEvent(new Event("beforeprint"))'
	is 0 script 'return document.querySelectorAll("main details:not([open])").length'
	is none script 'return getComputedStyle(document.querySelector("nav")).display'
	devtools Emulation.setEmulatedMedia '{"media": ""}'
}
