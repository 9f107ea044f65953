# Two commands matter: `make run` and `make test`. Both work on a fresh machine.

PORT ?= 8000
VENV := .venv
# The distribution's build of the same Python where there is one: it is optimised, one that
# was built by hand seldom is (docs/decisions/0016-which-python.md).
MINOR := import sys, ensurepip, venv; print(sys.version_info[:2])
PYTHON ?= $(shell [ "$$(/usr/bin/python3 -c '$(MINOR)' 2>/dev/null)" = "$$(python3 -c '$(MINOR)' \
	2>/dev/null)" ] && echo /usr/bin/python3 || echo python3)
BIN := $(VENV)/bin
# SERVICES=1 adds the tests that need PostgreSQL, Redis and Chromium (see .ci/run).
SERVICES ?=
TESTS ?=
# Processes for the tests. Three keep two cores busy: some tests wait for browsers and
# servers. Each takes a stretch of the tests, so that what a file makes is made once.
JOBS ?= 3

.PHONY: help run test bench lint format clean check-machine

help:
	@echo "make run [PORT=8000]   start the portal with its demo world"
	@echo "make test [SERVICES=1] run the tests"
	@echo "make lint              check style and settings"
	@echo "make bench             measure speed and memory"
	@echo "make clean             remove .venv and caches; your data in var/ stays"

run: $(VENV)/installed .env
	@[ ! -f .env ] || grep -q '^MASTER_KEY' .env || { umask 077; echo "MASTER_KEY=$$($(BIN)/python -c \
		'import secrets; print(secrets.token_urlsafe(32))')" >> .env; } # from before files were sealed
	@$(BIN)/python manage.py check_machine
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createcachetable
	@$(BIN)/python manage.py seal_files --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@if $(BIN)/python manage.py help --commands | grep -qx load_demo; then \
		$(BIN)/python manage.py load_demo --if-empty; fi
	@exec $(BIN)/python manage.py serve --port $(PORT)

# Without SERVICES everything that needs no server; with it all tests.
test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal \
		$(if $(SERVICES),,-m "not services and not browser") $(TESTS)
	$(if $(SERVICES),,@echo "Left out: the tests that need Chromium, PostgreSQL or Redis. All of them: make test SERVICES=1")

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis

# The first line of every recipe says in one sentence what the machine lacks.
check-machine:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Sidelight needs Python 3.11 or newer: install it (Debian: apt-get install python3), or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Sidelight needs Python's venv module: apt-get install python3-venv"; exit 1; }

$(VENV)/bin/python: | check-machine
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the portal needs (once; takes a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/installed

# For this computer only, made once and never written again.
.env: | $(VENV)/bin/python
	@umask 077; { \
		echo "# Made by 'make run' for this computer. Yours to change; see docs/operating.md."; \
		echo "SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')"; \
		echo "MASTER_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(32))')"; \
		echo "LOCAL_HTTP=on"; \
		echo "EXTRA_LANGUAGES=ar"; \
		echo "# Shown as the address of parcels, so that they can be tried: nothing arrives there."; \
		echo "SERVICE_PARCEL_ADDRESS='Sidelight demonstration: do not post|1 Example Road|Nowhere 000000'"; } > $@
	@echo "Wrote .env with new secret keys."
