# What can be done here: `make help`.

VENV := .venv
PY := $(VENV)/bin/python
# The Python that makes the virtual environment; 3.11 or newer.
PYTHON ?= python3
# With an address named, Streamlit asks no host outside for the one it could have there.
ADDRESS ?= localhost
PORT ?= 8501

# Stamps: installed again only when the requirements change.
RUNTIME := $(VENV)/runtime-installed
DEV := $(VENV)/dev-installed

# A store of one's own (IOC_DATABASE_URL) is never filled with sample provinces by `make run`.
ifndef IOC_DATABASE_URL
SAMPLE_STORE := data/ioc.db
endif

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --upgrade --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run sample test test-fast lint format types arch audit bench soak trust boundaries sample-files dictionary lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) $(SAMPLE_STORE) ## the board on http://localhost:8501, over the sample provinces
	@$(PY) -m store migrate
	@$(PY) -m streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT) \
		--server.headless true --browser.gatherUsageStats false

sample: $(RUNTIME) ## build the sample store anew, by the real importer
	$(PY) -m store sample --again

data/ioc.db: | $(RUNTIME)
	$(PY) -m store sample

# In two processes, the browser journeys in one of them (tests/conftest.py).
TOGETHER := --numprocesses 2 --dist loadscope
test: lint types arch audit ## everything: lint, types, contracts, tests on both databases and in a browser
	@$(PY) -m tests.postgres
	@$(PY) -m tests.chromium
	@$(PY) -m tests.nginx
	@$(PY) -m tests.office
	$(PY) -m pytest $(TOGETHER)

test-fast: $(DEV) ## the tests that need neither a browser nor PostgreSQL
	$(PY) -m pytest $(TOGETHER) -m "not browser and not postgres"

lint: $(DEV) ## ruff: rules and formatting
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(DEV) ## ruff: mend what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(DEV) ## mypy --strict on domain, store, queries and components
	$(PY) -m mypy

arch: $(DEV) ## who may import whom
	$(VENV)/bin/lint-imports --no-logo

audit: $(DEV) ## secrets in the tree, known vulnerabilities of what is installed
	@$(PY) -m tests.audit

# BIG=1: on a store a hundred times the sample; BIG=postgresql: the same on PostgreSQL.
BENCH := $(if $(BIG),--big) $(if $(filter postgresql,$(BIG)),--postgresql)
bench: $(DEV) ## time, statements and bytes of every page (BIG=1: on a hundredfold store)
	$(PY) -m bench $(BENCH)

MINUTES ?= 120
soak: $(DEV) ## a wall in a real browser for MINUTES=120: what grows, blinks or mixes fails
	@$(PY) -m tests.chromium
	$(PY) -m bench.soak --minutes $(MINUTES)

trust: $(DEV) ## say anew in docs/trust.md which test proves which promise
	$(PY) -m tests.faults.trust_table

boundaries: $(DEV) ## draw the schematic boundaries anew
	$(PY) assets/boundaries/build.py

sample-files: $(DEV) ## generate the illustrative part of the sample provinces anew
	$(PY) -m sample_data.generate

dictionary: $(DEV) ## write docs/data_dictionary.md anew from the catalogue
	$(PY) -m sample_data.dictionary

lock: $(DEV) ## pin the newest releases (on Python 3.11: what it can take, newer ones can too)
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Lock with Python 3.11, the oldest supported: make clean lock PYTHON=python3.11"; exit 1; }
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --output-file requirements-dev.txt requirements-dev.in

clean: ## remove the environment and caches; never data/
	rm -rf $(VENV) test-results .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip is the last thing a new environment gets, so its presence says that the environment is whole.
# Debian and Ubuntu keep Python's venv in a package of its own, which may be missing.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) \
		|| { $(AS_ROOT) apt-get update && $(AS_ROOT) apt-get install --yes python3-venv \
			&& $(PYTHON) -m venv --clear $(VENV); } \
		|| { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(RUNTIME): requirements.txt | $(VENV)/bin/pip
	@echo "Installing what the board needs (once, some minutes) ..."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing what the tests need ..."
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@
