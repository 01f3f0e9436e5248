# Two commands do everything: `make demo` and `make test`. Debian 12, Python 3.11, git, make.
PYTHON ?= python3
DEMO_ARGS ?=
PYTEST_ARGS ?=
FRESH_ARGS ?=
MUTANTS ?= bot/decision bot/matchers
# More than the cores of a small machine: tests wait for servers more than they compute.
TEST_PROCESSES ?= 3
BIN := .venv/bin
APT_PACKAGES := $(shell grep -v '^\#' tests/servers/packages.txt)

# Compiled modules are kept: the program, and the tests even more, start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test pytest mutants chaos fresh install install-dev bytecode lint apt lock clean

demo: install
	$(BIN)/incidencias demo $(DEMO_ARGS)

install: .venv/installed

install-dev: .venv/installed-dev

# Two things at a time: Debian's packages and the program's, the rest (some of it is compiled against Debian's)
# and bytecode, reading the code and running it. Each test process has servers and ports of its own.
test:
	@$(MAKE) --no-print-directory -j2 apt install
	@$(MAKE) --no-print-directory -j2 install-dev bytecode
	@$(MAKE) --no-print-directory -j2 lint pytest

pytest: install-dev
	$(BIN)/pytest -n $(TEST_PROCESSES) --dist loadscope --no-loadscope-reorder $(PYTEST_ARGS)

# Which small changes of the code no test notices: `make mutants MUTANTS=bot/decision/missing.py`.
mutants: install-dev
	$(BIN)/python -m bench.mutants $(MUTANTS)

# Some 200 workers killed while 300 mails flow; takes twenty minutes, and prints what became of them.
chaos: apt install-dev
	$(BIN)/python -m bench.chaos

# Every command of the README on a bare Debian 12 in a folder (root, debootstrap): what it takes and says.
fresh: apt install-dev
	$(BIN)/python -m bench.fresh $(FRESH_ARGS)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/bin/python:
	@$(PYTHON) -m venv .venv

# `pip` checks every hash of the lock file; the project itself is then installed without looking further. Python
# compiles a module when it is first used; for the tests' many processes that is done before.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Instalando el programa en .venv; la primera vez tarda unos minutos."
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

bytecode: install
	@$(BIN)/python -m compileall -qq .venv/lib || true

# The real servers of the tests. Their packages must not start daemons of their own.
apt:
	@PACKAGES="$(APT_PACKAGES)" sh tests/servers/install

# New versions: `make lock` (needs uv), then `make test`.
lock:
	uv pip compile --quiet --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml --extra build -o requirements.lock
	uv pip compile --quiet --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml --extra build --extra dev -o requirements-dev.lock

clean:
	rm -rf .venv var build dist
