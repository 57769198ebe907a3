# What people type. Everything is installed below this folder; a step runs again only if what it
# depends on has changed.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SOURCES := vcs rooms broadcasts api
PAGES := $(shell find frontend/src frontend/public frontend/scripts -type f 2>/dev/null) \
	$(wildcard frontend/*.ts frontend/*.js frontend/*.json)
BASE := .venv/.base
DEV := .venv/.dev
NODE := frontend/node_modules/.installed
BUILT := frontend/dist/manifest.json

.PHONY: run serve test bench lint build
.DEFAULT_GOAL := run

run: $(BASE) $(BUILT)
	@exec $(BIN)/python manage.py serve --demo --host $(HOST)

serve:
	@exec $(BIN)/python manage.py serve --host $(HOST)

build: $(BASE) $(BUILT)

# The same suite on each database; the browser drives the service once, on SQLite, and what is in
# tests/concurrency makes databases of both kinds itself.
test: $(DEV) $(BUILT)
	cd frontend && npm test
	env -u VCS_DATABASE_URL -u VCS_REDIS_URL $(BIN)/python -m pytest -n 2
ifneq ($(VCS_TEST_DATABASE_URL),)
	VCS_DATABASE_URL=$(VCS_TEST_DATABASE_URL) VCS_REDIS_URL=$(VCS_TEST_REDIS_URL) \
		$(BIN)/python -m pytest -n 2 -m "not browser" --ignore tests/concurrency
endif

bench: $(DEV)
	$(BIN)/python -m bench $(BENCH)

lint: $(DEV) $(NODE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	cd frontend && npm run lint && npm run check && npm run api:check

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "VCS needs Python 3.11 or newer; name it with make PYTHON=…")'
	$(PYTHON) -m venv .venv

$(BASE): requirements/base.txt | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/base.txt
	@touch $@

$(DEV): requirements/dev.txt $(BASE) | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(NODE): frontend/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' || \
		{ echo "VCS needs Node 20 or newer"; exit 1; }
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(BUILT): $(NODE) $(PAGES)
	cd frontend && npm run build
	@touch $@
