# Shared by the scripts of this folder: sourced, never run. Each script says what it does, step by step, with the seconds
# since it started, and when it cannot go on it ends with the exact command to type.
#
#   step TEXT         one line of progress
#   die TEXT [CMD…]   ends the script; each CMD is a line to type
#   need_root         as_root can work, or die
#   as_root CMD…      runs CMD as root: as it is when root, through sudo otherwise
#   installed PKG     the Debian package is installed
#   apt_install PKG…  installs those that are missing; touches neither network nor apt when none is

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

# One update a run is enough, however many scripts ask for packages.
apt_update() {
	[ -z "${BIANKU_APT_UPDATED:-}" ] || return 0
	step "apt-get update：更新软件包列表"
	as_root apt-get -q -o DPkg::Lock::Timeout=180 -o Acquire::Retries=2 update >"$log" 2>&1 || {
		tail -n 15 "$log" >&2
		die "更新软件包列表失败：请检查网络、软件源，或稍后再试（另一个 apt 可能正在运行）。" "apt-get update"
	}
	export BIANKU_APT_UPDATED=1
}

apt_install() {
	local missing=() p
	for p in "$@"; do installed "$p" || missing+=("$p"); done
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null || die "缺少软件包，而本机没有 apt-get。请用本系统的包管理器安装：${missing[*]}"
	apt_update
	step "apt-get install：${missing[*]}"
	as_root apt-get -q -y -o DPkg::Lock::Timeout=180 -o Acquire::Retries=2 --no-install-recommends install "${missing[@]}" >"$log" 2>&1 || {
		tail -n 25 "$log" >&2
		die "软件包安装失败（原因见上）。网络或软件源不通、另一个 apt 正在运行，都会这样。" \
			"apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
	}
}

# What apt and the builders print goes here and is shown only when they fail.
log="$(mktemp)"
cleanup=("$log")
trap 'rm -rf "${cleanup[@]}"' EXIT
