#!/usr/bin/env bash
# Builds the UI into web/ui/dist and the binary into bin/bianku. What has not changed is not built again.
#
#   build.sh ui      node_modules and dist
#   build.sh binary  bin/bianku, with whatever web/ui/dist holds (the stub when nothing was built)
#   build.sh         both
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
part=${1:-all}
cd "$root"

# digest prints one hash over the files named, and their names.
digest() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32; }

node_modules() {
	local want stamp=web/ui/node_modules/.bianku-installed
	use_node || die "构建界面需要 Node $node_min 或更新版本。" "scripts/setup.sh"
	want="$(digest web/ui/package-lock.json) $(node --version) $(uname -m)"
	[ "$(cat $stamp 2>/dev/null)" != "$want" ] || return 0
	# --prefer-offline: what npm has in its cache is not asked for again, so that a second clone needs no network.
	quietly "npm ci：安装界面的依赖" npm --prefix web/ui ci --prefer-offline ||
		die "界面依赖安装失败（原因见上）。网络不通时请稍后重试。" "npm --prefix web/ui ci"
	echo "$want" >$stamp
}

ui() {
	local want stamp=web/ui/node_modules/.bianku-built
	node_modules
	want="$(digest web/ui/src web/ui/public web/ui/index.html web/ui/package-lock.json web/ui/vite.config.ts web/ui/tsconfig*.json)"
	if [ -f web/ui/dist/index.html ] && [ "$(cat $stamp 2>/dev/null)" = "$want" ]; then
		step "界面没有变化"
		return
	fi
	quietly "构建界面" npm --prefix web/ui run build || die "界面构建失败（原因见上）。" "npm --prefix web/ui run build"
	echo "$want" >$stamp
}

binary() {
	local version
	version="$(git describe --tags --always --dirty 2>/dev/null || echo 开发版)"
	step "构建 bin/bianku（$version$([ -e bin/bianku ] || echo '；第一次要编译 C++ 分词库和全部依赖，需几分钟')）"
	mkdir -p bin
	# -buildvcs=false: in a copy without git, or one git does not trust, the build must not fail. No flag here may change how
	# packages compile (-trimpath): the tests would compile all of them, C++ included, a second time.
	CGO_ENABLED=1 go build -buildvcs=false -ldflags "-X main.version=$version" -o bin/bianku ./cmd/bianku ||
		die "bianku 构建失败（原因见上）。若是下载依赖失败，请检查网络或 GOPROXY。" "make build"
	step "bin/bianku 已就绪（$(du -h bin/bianku | cut -f1)）"
}

case $part in
modules) node_modules ;;
ui) ui ;;
binary) binary ;;
all) ui && binary ;;
*) die "build.sh 不认识 $part" ;;
esac
