# Shared by the scripts of this folder: sourced, never run. Each script says what it does, step by step, with the seconds
# since it started, and when it cannot go on it ends with the exact command to type.
#
#   step TEXT         one line of progress
#   die TEXT [CMD…]   ends the script; each CMD is a line to type
#   as_root CMD…      runs CMD as root: as it is when root, through sudo otherwise
#   installed PKG     the Debian package is installed
#   apt_install PKG…  installs those that are missing; touches neither network nor apt when none is
#   quietly TEXT CMD… runs CMD, shows its output only when it fails

set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

: "${BIANKU_STARTED:=$(date +%s)}"
export BIANKU_STARTED

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

step() { printf '[%4ds] %s\n' "$(($(date +%s) - BIANKU_STARTED))" "$*"; }

die() {
	local text=$1
	shift
	printf '\n错误：%s\n' "$text" >&2
	if [ $# -gt 0 ]; then
		printf '请执行：\n' >&2
		printf '    %s\n' "$@" >&2
	fi
	exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

as_root() {
	if is_root; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo --preserve-env=DEBIAN_FRONTEND,LC_ALL "$@"
	else
		die "这一步需要 root 权限，而本机没有 sudo。" "su -c '$*'"
	fi
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The package lists are fetched when they are older than an hour, or when what they name is gone from the mirror; once a
# run is enough, however many scripts ask.
lists_fresh() {
	[ -n "${BIANKU_APT_UPDATED:-}" ] && return 0
	# The folder's own time: those of the files in it are the mirror's.
	[ -n "$(find /var/lib/apt/lists -maxdepth 0 -mmin -60 2>/dev/null)" ] && compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

apt_update() {
	step "apt-get update：更新软件包列表"
	as_root apt-get -q -o DPkg::Lock::Timeout=180 -o Acquire::Retries=2 -o APT::Update::Error-Mode=any update >"$log" 2>&1 || {
		tail -n 15 "$log" >&2
		die "更新软件包列表失败：请检查网络、软件源，或稍后再试（另一个 apt 可能正在运行）。" "apt-get update"
	}
	export BIANKU_APT_UPDATED=1
}

apt_get_install() {
	as_root apt-get -q -y -o DPkg::Lock::Timeout=180 -o Acquire::Retries=2 --no-install-recommends install "$@" >"$log" 2>&1
}

apt_install() {
	local missing=() p
	for p in "$@"; do installed "$p" || missing+=("$p"); done
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null || die "缺少软件包，而本机没有 apt-get。请用本系统的包管理器安装：${missing[*]}"
	lists_fresh || apt_update
	step "apt-get install：${missing[*]}"
	apt_get_install "${missing[@]}" && return 0
	if [ -z "${BIANKU_APT_UPDATED:-}" ]; then
		apt_update
		apt_get_install "${missing[@]}" && return 0
	fi
	tail -n 25 "$log" >&2
	die "软件包安装失败（原因见上）。网络或软件源不通、另一个 apt 正在运行，都会这样。" \
		"apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
}

# quietly TEXT CMD… says TEXT, runs CMD and shows its output only when it fails.
quietly() {
	step "$1"
	shift
	"$@" >"$log" 2>&1 || {
		tail -n 60 "$log" >&2
		return 1
	}
}

# use_node puts a Node that can build and test the UI on PATH, or fails when there is none. 20.19 is the first that can
# require() the ES modules that Ant Design ships. .cache/node is setup.sh's, for systems whose own is older.
node_min=20.19
node_ok() { command -v node >/dev/null && command -v npm >/dev/null && dpkg --compare-versions "$(node --version | tr -d v)" ge "$node_min"; }
use_node() {
	local own="$root/.cache/node/node_modules/.bin"
	node_ok && return
	[ -x "$own/node" ] && [ -x "$own/npm" ] || return 1
	export PATH="$own:$PATH"
	node_ok
}

# What apt and the builders print goes here and is shown only when they fail.
log="$(mktemp)"
cleanup=("$log")
trap 'rm -rf "${cleanup[@]}"' EXIT
