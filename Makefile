# One word for each job. On a fresh machine `make serve` and `make test` bring all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := .venv-diffusers
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# A process that may not keep its bytecode compiles everything anew at each start, which takes most of it.
unexport PYTHONDONTWRITEBYTECODE
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib zaffre || true

.PHONY: setup serve serve-shared test test-diffusers check fix bench docs lock

setup: $(VENV)/.core  ## build the environment with the `zaffre` command

serve: setup libgomp  ## run the server with the embedded models
	$(BIN)/zaffre serve

serve-shared: $(VENV)/.shared libgomp servers  ## run two servers on a private PostgreSQL and Valkey
	$(BIN)/zaffre serve-shared --nodes $(or $(NODES),2)

test: $(VENV)/.test libgomp browser servers  ## everything that a change must pass
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

test-diffusers: $(TORCH)/.test  ## the tests that need torch, in an environment of its own
	$(TORCH)/bin/python -m pytest tests/heavy

check: $(VENV)/.test  ## style and architecture only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

fix: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.test libgomp  ## measure; results belong into docs/benchmarks.md
	$(BIN)/python -m benchmarks

docs: setup  ## write the generated pages anew
	$(BIN)/zaffre config reference > docs/settings.md

lock: $(VENV)/.test  ## pin the dependencies anew
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --extra build \
		--no-emit-index-url --no-emit-find-links --no-emit-options --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --extra test \
		--constraint requirements.txt \
		--no-emit-index-url --no-emit-find-links --no-emit-options --output-file requirements-test.txt pyproject.toml

$(VENV)/.core: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-compile --no-deps --no-build-isolation --editable .
	$(COMPILE)
	touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.core
	$(BIN)/pip install --quiet --no-compile --require-hashes --requirement requirements-test.txt
	$(COMPILE)
	touch $@

$(VENV)/.shared: $(VENV)/.core  # asyncpg and valkey are pinned among the dependencies of tests
	awk '/^[^ ]/ {on = /^(asyncpg|valkey)==/} on' requirements-test.txt > $(VENV)/shared.txt
	$(BIN)/pip install --quiet --no-deps --require-hashes --requirement $(VENV)/shared.txt
	touch $@

$(TORCH)/.test: pyproject.toml
	test -x $(TORCH)/bin/python || $(PYTHON) -m venv $(TORCH)
	$(TORCH)/bin/pip install --quiet --editable '.[diffusers]' hypothesis psutil pytest pytest-asyncio pytest-timeout
	touch $@

# llama.cpp needs the OpenMP runtime, which slim systems lack.
.PHONY: libgomp browser servers
libgomp:
	@ldconfig -p 2>/dev/null | grep -q libgomp.so.1 || [ "$$(uname)" = Darwin ] || \
		($(SUDO) apt-get update -q && $(SUDO) apt-get install -qy libgomp1)

browser:
	@command -v chromium >/dev/null || ($(SUDO) apt-get update -q && $(SUDO) apt-get install -qy chromium)
	@command -v node >/dev/null || ($(SUDO) apt-get update -q && $(SUDO) apt-get install -qy nodejs npm)

servers:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
		($(SUDO) apt-get update -q && $(SUDO) apt-get install -qy postgresql)
	@command -v valkey-server >/dev/null || command -v redis-server >/dev/null || \
		($(SUDO) apt-get update -q && ($(SUDO) apt-get install -qy valkey-server || $(SUDO) apt-get install -qy redis-server))
