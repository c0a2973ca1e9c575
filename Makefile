# Everything a person or the CI does with this project. `make` alone lists it.

VENV := .venv
PY := $(VENV)/bin/python
LAUNCHER := $(PY) -m chefforum.launcher
PIP := $(PY) -m pip -qq --disable-pip-version-check --no-input
EXPORT := $(PY) -m uv export -q --frozen --no-emit-project --no-annotate --no-header
UPGRADE ?= --upgrade
ARGS ?=

# Two set-ups at a time would write into the same folder.
ALONE := $(if $(shell command -v flock),flock Makefile)

# These would let packages of the machine slip in among the locked ones.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX

.DEFAULT_GOAL := help
.PHONY: help setup run test test-dates lint bench lock clean screens set-up-alone venv

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## Install all that is needed, into .venv
	@$(ALONE) $(MAKE) --no-print-directory set-up-alone

run: setup ## Serve the app with demo data (PORT=8000)
	@$(LAUNCHER) run

test: setup ## Run all tests on real servers (ARGS="-k word")
	@$(LAUNCHER) system --tests
	@$(LAUNCHER) test $(ARGS)

test-dates: setup ## Run the tests without a browser on twelve hard days and hours
	@$(LAUNCHER) system --tests
	@LAUNCHER_NAME=dates $(LAUNCHER) with-servers $(PY) -m tests.clock $(ARGS)

lint: setup ## Check style, types and the order of imports
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@SECRET_KEY=lint DATABASE_URL=postgresql:///lint REDIS_URL=unix:///lint PLAIN_HTTP=1 $(PY) -m mypy
	@$(VENV)/bin/lint-imports

bench: setup ## Measure, one row a figure; never fails on a time
	@$(LAUNCHER) system --tests
	@LAUNCHER_NAME=bench $(LAUNCHER) with-servers $(PY) -m pytest tests/bench -o addopts= -p no:xdist -q -s $(ARGS)

screens: setup ## Take pictures of every page
	@$(LAUNCHER) system --tests
	@LAUNCHER_NAME=screens $(LAUNCHER) with-servers $(PY) tests/browser/screens.py $(ARGS)

lock: ## Renew the locked requirements (UPGRADE= keeps versions)
	@$(ALONE) $(MAKE) --no-print-directory venv
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	@$(PY) -m uv lock $(UPGRADE)
	@$(EXPORT) --no-default-groups -o requirements.txt
	@$(EXPORT) --all-groups -o requirements-dev.txt
	@! grep -n '://' requirements.txt requirements-dev.txt || { echo "A download address slipped into the requirements."; exit 1; }

clean: ## Remove the set-up and all local data
	@if [ -x $(PY) ]; then $(LAUNCHER) clean; fi
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The parts of `setup`, run by it one at a time.
set-up-alone: $(VENV)/ready
	@$(LAUNCHER) system
	@$(LAUNCHER) fonts

$(VENV)/ready: requirements-dev.txt
	@$(MAKE) --no-print-directory venv
	@echo "Installing Python packages into $(VENV)"
	@$(PIP) install --root-user-action=ignore --require-hashes -r requirements-dev.txt
	@touch $@

# A folder that is half made, or whose Python is gone, is made anew. Debian
# keeps `venv` in a package of its own.
venv:
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null 2>&1 || { \
	  for python in $(PYTHON) python3 /usr/bin/python3 python3.11 python3.12 python3.13 none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  done; \
	  if [ $$python = none ]; then echo "Please install Python 3.11 or newer."; exit 1; fi; \
	  echo "Making $(VENV)"; \
	  $$python -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	      echo "Installing python3-venv"; \
	      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
	    fi; \
	    $$python -m venv --clear $(VENV) >/dev/null 2>&1; \
	  } || { echo "Please install Python's venv (in Debian: python3-venv)."; exit 1; }; }
