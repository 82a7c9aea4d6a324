# SPDX-License-Identifier: Apache-2.0
# A headless Chromium that a test talks to by the WebDriver protocol, with curl and jq.
# Everything it writes is in the folder given to browser_start.

# browser_start FOLDER: sets browser_pid and browser_url
browser_start()
{
	local port='' _

	chromedriver --port=0 --log-path="$1/driver.log" >"$1/driver.out" 2>&1 3>&- &
	browser_pid=$!
	for _ in $(seq 100); do
		port=$(sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' "$1/driver.out")
		[ -z "$port" ] || break
		kill -0 "$browser_pid" || return 1
		sleep 0.1
	done
	[ -n "$port" ] || return 1
	browser_url=http://127.0.0.1:$port
	mkdir -p "$1/profile" "$1/home"
	browser_url=$browser_url/session/$(jq -n --arg profile "$1/profile" '{capabilities: {alwaysMatch:
		{browserName: "chrome", "goog:chromeOptions": {args: ["--headless", "--no-sandbox",
		"--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--hide-scrollbars", "--user-data-dir=" + $profile]}}}}' |
		curl -sS --max-time 30 --noproxy '*' -d @- "$browser_url/session" | jq -er .value.sessionId)
}

browser_stop()
{
	curl -sS --max-time 10 --noproxy '*' -X DELETE "$browser_url" >/dev/null || :
	kill "$browser_pid"
	wait "$browser_pid" || :
}

# post PATH JSON: the value that the driver answers with; fails with its message on an error
post()
{
	local answer

	answer=$(curl -sS --fail-with-body --max-time 20 --noproxy '*' -d "$2" "$browser_url/$1") || {
		printf '%s\n' "$answer" >&2
		return 1
	}
	jq -r .value <<<"$answer"
}

open_page()
{
	post url "$(jq -n --arg url "$1" '{url: $url}')" >/dev/null
}

# script 'return 1 + 1'
script()
{
	post execute/sync "$(jq -n --arg script "$1" '{script: $script, args: []}')"
}

devtools()
{
	post goog/cdp/execute "$(jq -n --arg cmd "$1" --argjson params "$2" \
		'{cmd: $cmd, params: $params}')" >/dev/null
}

# screen WIDTH HEIGHT [light|dark]
screen()
{
	devtools Emulation.setDeviceMetricsOverride \
		"{\"width\": $1, \"height\": $2, \"deviceScaleFactor\": 1, \"mobile\": false}"
	devtools Emulation.setEmulatedMedia \
		"{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"${3-light}\"}]}"
}

element()
{
	post element "$(jq -n --arg css "$1" '{using: "css selector", value: $css}')" |
		jq -r '.[]'
}

click()
{
	post "element/$(element "$1")/click" '{}' >/dev/null
}

# type_into SELECTOR TEXT, key by key
type_into()
{
	post "element/$(element "$1")/value" "$(jq -n --arg text "$2" '{text: $text}')" >/dev/null
}

screenshot()
{
	curl -sS --max-time 20 --noproxy '*' "$browser_url/screenshot" | jq -r .value | base64 -d >"$1"
}
