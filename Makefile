# `make run` and `make test` are all that a newcomer needs; each does its own set-up first.
# What is set up is noted in .setup/, so that every step is done again only when its inputs change.

PYTHON ?= python3
PORT ?= 8000
DATA ?= var
# TLS=1: over HTTPS, for phones on the same Wi-Fi
TLS ?=

PIP = .venv/bin/pip install --quiet --disable-pip-version-check
# exec: make passes SIGTERM on to the shell, which must not end alone and leave its command behind.
NODE = exec env PATH="$(CURDIR)/.setup/node/bin:$$PATH"
NPM = cd pwa && $(NODE) npm
TIMED = exec scripts/timed

SERVER = $(shell find server -name '*.py')
# With the folders: they change when a file is removed.
PWA = $(shell find pwa/src pwa/public ! -name contract.ts) $(wildcard pwa/index.html pwa/*.config.* pwa/tsconfig*.json)

.DELETE_ON_ERROR:
.PHONY: run setup test test-long bench faults clean lock docs checks journeys \
	pytest ruff format types imports vue-types eslint vitest

# exec: the signals of make reach Suicha itself; setpriv: it stops even when make is killed.
run: export DATA := $(DATA)
run: export PORT := $(PORT)
run: export TLS := $(TLS)
run: setup
	@exec setpriv --pdeathsig TERM .venv/bin/suicha run

setup: .setup/pwa

test: setup .setup/dev .setup/browser
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target checks
	@$(MAKE) --no-print-directory journeys

# The proofs that take minutes each; two hours in all on two cores.
test-long: test
	@$(TIMED) "long proofs" .venv/bin/pytest -m long --timeout 1800

# Prints figures; wants the machine for itself, some minutes long.
bench: setup .setup/dev .setup/bench .setup/browser
	@.venv/bin/python -m bench

# Locks name versions and hashes, never a host.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header pyproject.toml --extra build

lock: .setup/venv
	@$(PIP) uv
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra dev --output-file requirements-dev.lock
	@$(LOCK) --extra node --output-file requirements-node.lock
	@$(LOCK) --extra bench --output-file requirements-bench.lock

docs: .setup/python
	@.venv/bin/python scripts/refusals.py

# The table of docs/RELIABILITY.md; wants the machine for itself, a quarter of an hour long.
faults: setup .setup/dev
	@.venv/bin/python -m tests.reliability

clean:
	rm -rf .venv .setup pwa/node_modules pwa/dist pwa/openapi.json pwa/src/contract.ts
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results

# --- The stages of `make test`: pytest has one core and a half, the others follow each other on the rest.

checks: pytest ruff format types imports vue-types eslint vitest

# The plus shows pytest's progress as it comes, where the short stages are shown whole when they end.
pytest:
	+@$(TIMED) pytest .venv/bin/pytest -n 2 -m "not long" --ignore=tests/journeys
ruff:
	@$(TIMED) ruff .venv/bin/ruff check
format:
	@$(TIMED) "ruff format" .venv/bin/ruff format --check
types:
	@$(TIMED) mypy .venv/bin/mypy
imports:
	@$(TIMED) import-linter .venv/bin/lint-imports
vue-types:
	@$(NODE) scripts/timed vue-tsc npm --prefix pwa run --silent typecheck
eslint:
	@$(NODE) scripts/timed eslint npm --prefix pwa run --silent lint
vitest:
	@$(NODE) scripts/timed vitest npm --prefix pwa run --silent test

journeys:
	@$(TIMED) journeys .venv/bin/pytest -n 2 --dist loadfile --timeout 900 -m "not long" tests/journeys

# --- The set-up

.setup/venv:
	@mkdir -p .setup
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Suicha needs Python 3.11 or newer; name one with PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Suicha needs Python's venv. Install it as root: apt-get install python3-venv" >&2; exit 1; }
	@echo "== .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.setup/python: requirements.lock pyproject.toml .setup/venv
	@echo "== Python packages"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.setup/dev: requirements-dev.lock .setup/python
	@echo "== Python packages for the tests"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

.setup/bench: requirements-bench.lock .setup/dev
	@echo "== Python packages for the bench"
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

.setup/node-chosen: requirements-node.lock scripts/node .setup/venv
	@scripts/node
	@touch $@

.setup/packages: pwa/package-lock.json pwa/package.json .setup/node-chosen
	@echo "== JavaScript packages"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

# The contract only gets a new date when it says something new, so that the PWA is not built in vain.
# A key of its own: without one, the command would leave one in DATA.
.setup/openapi: $(SERVER) .setup/python
	@SECRET_KEY=unused .venv/bin/suicha openapi > .setup/openapi.json
	@cmp -s .setup/openapi.json pwa/openapi.json || cp .setup/openapi.json pwa/openapi.json
	@touch $@

pwa/openapi.json: .setup/openapi ;

.setup/contract: pwa/openapi.json .setup/packages
	@$(NPM) run --silent contract
	@touch $@

.setup/pwa: $(PWA) .setup/contract
	@echo "== PWA"
	@$(NPM) run --silent build
	@touch $@

.setup/browser: scripts/browser
	@scripts/browser
	@touch $@
