#!/usr/bin/env bash
# Runs every check. A step that fails does not keep the later ones from running; what failed is listed at the end.
#
#   test.sh [lint|go|ui|e2e …]   these steps only; without any, all
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
[ $# -gt 0 ] || set -- lint go ui e2e
failed=()

# check NAME CMD… runs CMD, its output shown as it comes.
check() {
	local name=$1 began=$SECONDS
	shift
	step "== $name"
	if "$@"; then
		step "   $name 通过（$((SECONDS - began)) 秒）"
	else
		step "   $name 未通过（$((SECONDS - began)) 秒）"
		failed+=("$name")
	fi
}

gofmt_clean() {
	local bad
	bad="$(git ls-files -co --exclude-standard -- '*.go' 2>/dev/null | xargs -r ls -d 2>/dev/null | xargs -r gofmt -l || true)"
	[ -z "$bad" ] || { printf '没有按 gofmt 排版：\n%s\n请执行：gofmt -w .\n' "$bad" && return 1; }
}

vet() { go vet ./...; }

# -timeout: parsing all sample documents on a busy machine takes a while; the default of ten minutes is for one package.
# In CI nothing is taken from the cache: what stands around the code (the server, the browser) may be new.
go_tests() { go test -buildvcs=false -timeout 20m ${CI:+-count=1} ${GOTESTFLAGS:-} ./...; }

ui_lint() { npm --prefix web/ui --silent run lint && npm --prefix web/ui --silent run gen:check; }
ui_units() { npm --prefix web/ui --silent test -- --no-color; }

# The browser walks through a demo that runs on a database of its own: below DATABASE_URL's server where that is set (the
# database it names is not touched), else in a private cluster.
ui_e2e() {
	if [ -n "${DATABASE_URL:-}" ]; then
		go run -buildvcs=false ./internal/pg/pgtest/tempdb npm --prefix web/ui --silent run e2e
	else
		npm --prefix web/ui --silent run e2e
	fi
}

want() { case " $steps " in *" $1 "*) true ;; *) false ;; esac }
steps="$*"

"$root/scripts/build.sh" modules
use_node
if want lint; then
	check "gofmt" gofmt_clean
	check "go vet" vet
	check "界面 lint" ui_lint
fi
if want go; then check "Go 测试（真实 PostgreSQL）" go_tests; fi
if want ui; then check "界面单元测试" ui_units; fi
if want e2e; then
	if "$root/scripts/build.sh"; then
		check "端到端（无界面 Chromium）" ui_e2e
	else
		failed+=("构建")
	fi
fi

if [ ${#failed[@]} -gt 0 ]; then
	step "未通过：${failed[*]}"
	exit 1
fi
step "全部通过：$steps"
