#!/usr/bin/env bash
# Installs what is missing to build and run bianku, and with "test" what the tests need beyond that. Nothing missing: nothing
# is touched, no network is needed.
#
#   setup.sh [test]
#
# DATABASE_URL set: that server is used, none is installed. MODEL_DIR set: those model files are used, none are fetched.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for_tests=${1:-}

need_go() {
	local want
	want="$(sed -n 's/^go //p' "$root/go.mod")"
	command -v go >/dev/null ||
		die "没有找到 Go（需要 $want 或更新版本）。请从 https://go.dev/dl/ 下载安装，并把 /usr/local/go/bin 加入 PATH。" \
			"export PATH=\$PATH:/usr/local/go/bin"
	# An older go (1.21 on) fetches the tool chain that go.mod asks for by itself.
	(cd "$root" && go version >"$log" 2>&1) || {
		cat "$log" >&2
		die "Go 版本过旧，需要 $want 或更新版本，请从 https://go.dev/dl/ 安装。"
	}
}

chinese_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]; }
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

need_go
packages=()
command -v g++ >/dev/null || packages+=(g++ libc6-dev) # gojieba and ONNX Runtime are C++
use_node || command -v npm >/dev/null || packages+=(nodejs npm)
if [ "$for_tests" = test ]; then
	browser >/dev/null || packages+=(chromium)
	chinese_font || packages+=(fontconfig fonts-noto-cjk)
fi
[ ${#packages[@]} = 0 ] || apt_install "${packages[@]}"

# Debian 12 has Node 18. npm has packages that carry a newer one, which its npm can fetch; with it comes an npm of its own,
# because Debian's is tied to Debian's Node.
if ! use_node; then
	command -v npm >/dev/null || die "没有找到 npm。" "apt-get install -y nodejs npm"
	quietly "npm install node@22 npm@10（系统的 Node $(node --version) 太旧，需要 $node_min 以上；装在 .cache/node，不影响系统）" \
		npm install --no-save --no-audit --no-fund --prefer-offline --prefix "$root/.cache/node" node@22 npm@10 ||
		die "Node 安装失败（原因见上）。请检查网络，或自行安装 Node $node_min 以上版本：https://nodejs.org/" "scripts/setup.sh"
	use_node || die "Node 安装后仍不可用。请自行安装 Node $node_min 以上版本：https://nodejs.org/"
fi
step "工具就绪：$(cd "$root" && go version | cut -d' ' -f3)、g++ $(g++ -dumpversion)、node $(node --version)"

if [ -n "${DATABASE_URL:-}" ]; then
	step "使用 DATABASE_URL 指定的数据库，不安装 PostgreSQL"
else
	"$root/scripts/install-postgres.sh"
fi
if [ "$for_tests" = test ]; then
	"$root/scripts/models.sh"
else
	"$root/scripts/models.sh" --optional
fi
