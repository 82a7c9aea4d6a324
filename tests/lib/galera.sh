# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# A Galera cluster of three MariaDB nodes on loopback for tests: POSIX sh, to be
# sourced. Needs galera-4 and rsync.
#
#	galera_start DIR	everything is below DIR, a folder for each node
#	galera_url DIR NODE	the URL of node 1, 2 or 3, by its unix socket
#	galera_stop DIR
#
# The nodes talk over TCP on 127.0.0.1; the ports are found free first.

GALERA_NODES=3

# The provider library; false where it, or what it calls, is not installed.
galera_find() {
	galera_lib_=
	for galera_file_ in /usr/lib/galera/libgalera_smm.so /usr/lib/galera-4/libgalera_smm.so; do
		[ ! -f "$galera_file_" ] || galera_lib_=$galera_file_
	done
	[ -n "$galera_lib_" ] && command -v mariadbd >/dev/null && command -v rsync >/dev/null
}

# 16 ports in a row that nobody listens on or has a connection on; the first of them.
galera_ports_() {
	galera_try_=$$
	while :; do
		galera_first_=$((20000 + galera_try_ % 700 * 16))
		galera_port_=$galera_first_
		while [ "$galera_port_" -lt $((galera_first_ + 16)) ]; do
			grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$galera_port_") " \
				/proc/net/tcp /proc/net/tcp6 2>/dev/null && break
			galera_port_=$((galera_port_ + 1))
		done
		[ "$galera_port_" -lt $((galera_first_ + 16)) ] || break
		galera_try_=$((galera_try_ + 1))
	done
	echo "$galera_first_"
}

# galera_node_ DIR NODE FIRST-PORT [OPTION...]
galera_node_() {
	galera_node_dir_=$1/n$2 galera_n_=$2 galera_first_=$3
	galera_group_=$((galera_first_ + galera_n_))
	galera_peers_=127.0.0.1:$((galera_first_ + 1)),127.0.0.1:$((galera_first_ + 2))
	galera_peers_=$galera_peers_,127.0.0.1:$((galera_first_ + 3))
	shift 3
	mariadb_start "$galera_node_dir_" --skip-skip-networking --bind-address=127.0.0.1 \
		--port=$((galera_first_ + 12 + galera_n_)) --binlog-format=ROW --innodb-autoinc-lock-mode=2 \
		--wsrep-on=ON --wsrep-provider="$galera_lib_" --wsrep-cluster-name=pawl_test \
		--wsrep-cluster-address="gcomm://$galera_peers_" \
		--wsrep-node-name="n$galera_n_" --wsrep-node-address="127.0.0.1:$galera_group_" \
		--wsrep-sst-method=rsync \
		--wsrep-sst-receive-address="127.0.0.1:$((galera_first_ + 4 + galera_n_))" \
		--wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$galera_group_;ist.recv_addr=127.0.0.1:$((galera_first_ + 8 + galera_n_));gcache.size=32M" \
		"$@" >/dev/null || return 1
	galera_tries_=300
	until mariadb --no-defaults -uroot -S "$galera_node_dir_/s.sock" -Nse \
		"SHOW STATUS LIKE 'wsrep_local_state_comment'" 2>/dev/null | grep -q Synced; do
		galera_tries_=$((galera_tries_ - 1))
		if [ "$galera_tries_" -eq 0 ]; then
			echo "the Galera node in $galera_node_dir_ is not in sync" >&2
			tail -n 20 "$galera_node_dir_/err.log" >&2
			return 1
		fi
		sleep 0.2
	done
}

galera_start() {
	# shellcheck source=mariadb.sh
	command -v mariadb_start >/dev/null || . "$(dirname "$0")/../lib/mariadb.sh"
	galera_find || return 1
	chmod 711 "$1"
	galera_base_=$(galera_ports_)
	galera_node_ "$1" 1 "$galera_base_" --wsrep-new-cluster || return 1
	galera_next_=2
	while [ "$galera_next_" -le "$GALERA_NODES" ]; do
		galera_node_ "$1" "$galera_next_" "$galera_base_" || return 1
		galera_next_=$((galera_next_ + 1))
	done
}

galera_url() {
	printf 'mysql://root@localhost/?socket=%s/n%s/s.sock\n' "$1" "$2"
}

galera_stop() {
	galera_next_=$GALERA_NODES
	while [ "$galera_next_" -ge 1 ]; do
		mariadb_stop "$1/n$galera_next_"
		galera_next_=$((galera_next_ - 1))
	done
}
