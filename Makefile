# bianku. `make help` lists the targets; the text after ## is what it prints.

SHELL := /bin/bash
.DEFAULT_GOAL := help
export BIANKU_STARTED := $(shell date +%s)

.PHONY: help
help: ## 列出全部目标
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | \
		while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

.PHONY: run
run: build ## 装好所缺的一切，构建，装入示例资料并启动（DEMO_FLAGS='--listen 0.0.0.0:8080' 可传参数）
	@exec bin/bianku demo $(DEMO_FLAGS)

.PHONY: test
test: ## 全部检查：lint、Go（真实 PostgreSQL）、界面单元、无界面 Chromium 端到端
	@scripts/setup.sh test
	@scripts/test.sh

.PHONY: build
build: setup ## 构建界面和 bin/bianku
	@scripts/build.sh

.PHONY: setup
setup: ## 安装所缺的工具：PostgreSQL、pgvector、C++、Node、模型文件
	@scripts/setup.sh

.PHONY: models
models: ## 下载向量模型和 ONNX Runtime 到 models/，校验 SHA-256
	@scripts/models.sh

.PHONY: lint
lint: ## gofmt、go vet、界面类型检查与 eslint、接口定义是否最新
	@scripts/test.sh lint

.PHONY: test-go
test-go: ## 只跑 Go 测试（GOTESTFLAGS='-run X' 可传参数）
	@scripts/test.sh go

.PHONY: test-ui
test-ui: ## 只跑界面单元测试
	@scripts/test.sh ui

.PHONY: e2e
e2e: ## 只跑端到端测试
	@scripts/test.sh e2e

.PHONY: bench
bench: ## Go 基准测试
	@go test -buildvcs=false -run '^$$' -bench . -benchmem ./ingest/... ./retrieval/... ./annotate/... ./qa/... ./sensitive-words/...

.PHONY: clean
clean: ## 删除构建产物（不动 var/ 里的数据、models/ 和依赖）
	@rm -rf bin web/ui/dist/assets web/ui/dist/index.html web/ui/dist/favicon.svg web/ui/node_modules/.bianku-built web/ui/e2e/shots web/ui/e2e/home

.PHONY: distclean
distclean: clean ## 另删 node_modules、models/ 和 .cache/（var/ 里的数据仍不动）
	@rm -rf web/ui/node_modules models .cache
