#!/usr/bin/env bash
# Installs the PostgreSQL server (15 or newer, whichever the distribution has) and pgvector (0.8 or newer), and nothing
# when both are there. The server is only the binaries: bianku makes a private cluster of its own under var/pg, so the
# distribution's default cluster is not created.
#
# pgvector comes from apt where apt has it in 0.8 or newer. Debian 12 has none: there it is built from Debian's own source
# package of a newer suite, fetched from the mirror this machine already uses, with apt verifying its signature. The newer
# suite lives in a temporary folder only and is gone when the script ends.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

min_pg=15
min_vector=0.8

# newest_server prints the major version of the newest installed server ≥ min_pg.
newest_server() {
	local d v best=""
	for d in /usr/lib/postgresql/*/bin; do
		[ -x "$d/initdb" ] && [ -x "$d/postgres" ] || continue
		v="$(basename "$(dirname "$d")")"
		[ "$v" -ge "$min_pg" ] 2>/dev/null && [ "$v" -gt "${best:-0}" ] && best=$v
	done
	echo "$best"
}

# candidate prints the major version apt offers: that of the metapackage `postgresql`.
candidate() {
	apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]\+\)$/\1/p' | head -n 1
}

vector_control() { echo "/usr/share/postgresql/$1/extension/vector.control"; }

# vector_version prints the installed pgvector version for server $1, nothing when there is none.
vector_version() { sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$(vector_control "$1")" 2>/dev/null || true; }

new_enough() { [ -n "$1" ] && dpkg --compare-versions "$1" ge "$min_vector"; }

install_server() {
	local v
	v="$(newest_server)"
	if [ -n "$v" ]; then
		step "PostgreSQL $v 已安装"
		return
	fi
	command -v apt-get >/dev/null ||
		die "没有找到 PostgreSQL（需要 $min_pg 或更新版本），本机也没有 apt-get。请用本系统的包管理器安装 PostgreSQL 服务器和 pgvector $min_vector 以上版本，或设置 DATABASE_URL。"
	v="$(candidate)"
	[ -n "$v" ] || { apt_update; v="$(candidate)"; }
	[ "${v:-0}" -ge "$min_pg" ] ||
		die "软件源只提供 PostgreSQL ${v:-（无）}，需要 $min_pg 或更新版本。请换用较新的系统，或设置 DATABASE_URL 指向已有的数据库。"
	if [ ! -e /etc/postgresql-common ]; then
		# Before the server package: it would otherwise create and start a cluster on port 5432 that nobody asked for.
		apt_install postgresql-common
		as_root mkdir -p /etc/postgresql-common/createcluster.d
		echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.d/bianku.conf >/dev/null
	fi
	apt_install "postgresql-$v"
	step "PostgreSQL $v 已安装"
}

# mirrors prints "URI SIGNED_BY" of the Debian archives that this machine is configured for, the security ones left out.
mirrors() {
	apt-get indextargets --format '$(REPO_URI) $(SIGNED_BY)' 'Created-By: Packages' 2>/dev/null |
		sed 's/\$(SIGNED_BY)//' | grep -v -i security | grep -i '/debian/\? *' | sort -u
}

# fetch_source unpacks pgvector's source package of suite $2 on mirror $1 (key $3) below the folder $4.
fetch_source() {
	local mirror=$1 suite=$2 key=$3 dir=$4
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/src"
	echo "deb-src ${key:+[signed-by=$key] }$mirror $suite main" >"$dir/sources.list"
	local opts=(-q -o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null
		-o "Dir::State::lists=$dir/lists" -o "Dir::Cache=$dir/cache" -o Acquire::Retries=2 -o APT::Sandbox::User=root)
	apt-get "${opts[@]}" update >"$log" 2>&1 || return 1
	(cd "$dir/src" && apt-get "${opts[@]}" source pgvector) >>"$log" 2>&1
}

build_vector() {
	local pg=$1 dir mirror key suite src=""
	[ "$(. /etc/os-release && echo "$ID")" = debian ] ||
		die "软件源没有 pgvector $min_vector 以上版本，自动编译只支持 Debian。请自行安装 pgvector，或设置 DATABASE_URL。" \
			"apt-get install -y postgresql-$pg-pgvector"
	apt_install gcc make dpkg-dev libc6-dev "postgresql-server-dev-$pg"
	dir="$(mktemp -d)"
	cleanup+=("$dir")
	chmod 755 "$dir"
	while read -r mirror key && [ -z "$src" ]; do
		for suite in trixie sid; do
			step "取 pgvector 源码包：$mirror $suite（临时使用，不写入系统的软件源）"
			fetch_source "$mirror" "$suite" "$key" "$dir" || continue
			src="$(find "$dir/src" -mindepth 1 -maxdepth 1 -type d -name 'pgvector-*' | head -n 1)"
			[ -z "$src" ] || break
		done
	done < <(mirrors)
	[ -n "$src" ] || {
		tail -n 15 "$log" >&2
		die "取不到 pgvector 源码包：请检查网络和软件源，然后重试。没有网络时，可在能上网的同版本机器上执行本脚本，再把 /usr/lib/postgresql/$pg/lib/vector.so 和 /usr/share/postgresql/$pg/extension/vector* 拷过来。" \
			"scripts/install-postgres.sh"
	}
	step "编译 $(basename "$src")"
	# No bitcode (with_llvm): it needs clang and helps only JIT, which the private cluster has off. OPTFLAGS empty, as
	# Debian builds it: the binary must not depend on this very processor.
	local make=(make -C "$src" with_llvm=no OPTFLAGS= "PG_CONFIG=/usr/lib/postgresql/$pg/bin/pg_config")
	"${make[@]}" -j"$(nproc)" >"$log" 2>&1 && as_root "${make[@]}" install >>"$log" 2>&1 || {
		tail -n 25 "$log" >&2
		die "pgvector 编译或安装失败（原因见上）。" "scripts/install-postgres.sh"
	}
}

install_vector() {
	local pg=$1 v
	v="$(vector_version "$pg")"
	if new_enough "$v"; then
		step "pgvector $v 已安装"
		return
	fi
	v="$(apt-cache policy "postgresql-$pg-pgvector" 2>/dev/null | sed -n 's/^ *Candidate: //p')"
	if new_enough "${v/(none)/}"; then
		apt_install "postgresql-$pg-pgvector"
	else
		build_vector "$pg"
	fi
	v="$(vector_version "$pg")"
	new_enough "$v" || die "安装后仍找不到 pgvector $min_vector 以上版本（PostgreSQL $pg）。" "ls $(vector_control "$pg")"
	step "pgvector $v 已安装"
}

install_server
install_vector "$(newest_server)"
