# Two commands matter: `make demo` and `make test`. PORT= and HOME_DIR= can be given to the first.
PORT ?= 8000
HOME_DIR ?= var/demo
PYTHON ?= python3
BIN = .venv/bin
# The tests write thousands of small databases; in memory that takes a third of the time.
SCRATCH := $(shell test -w /dev/shm && test "$$(df -Pk /dev/shm | awk 'NR == 2 {print $$4}')" -gt 4000000 && echo /dev/shm || echo "$${TMPDIR:-/tmp}")

.PHONY: demo test check format lock messages clean

demo: .venv/installed
	ALMONER_HOME="$(HOME_DIR)" $(BIN)/python app.py demo --port "$(PORT)"

test: .venv/installed-test
	@$(MAKE) --no-print-directory check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	TMPDIR="$(SCRATCH)" $(BIN)/python -m pytest

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Everything is installed from hashed locks and nothing else; the stamp is younger than what it was made from.
.venv/installed: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/installed-test: requirements-test.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@ .venv/installed

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# Needs uv. The locks hold hashes and no address of any index.
lock:
	uv pip compile --quiet --generate-hashes --universal --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --universal --no-header --python-version 3.11 --extra test pyproject.toml -o requirements-test.lock

# A new language begins with: pybabel init -i ledger/web/translations/messages.pot -d ledger/web/translations -l CODE
messages:
	@mkdir -p ledger/web/translations
	$(BIN)/pybabel extract --no-location --sort-output -F docs/babel.cfg -k N_ -k _l -k lazy_gettext --project Almoner --version "" -o ledger/web/translations/messages.pot .
	if ls ledger/web/translations/*/LC_MESSAGES/messages.po >/dev/null 2>&1; then \
	  $(BIN)/pybabel update --no-fuzzy-matching --ignore-obsolete -i ledger/web/translations/messages.pot -d ledger/web/translations && \
	  $(BIN)/pybabel compile --statistics -d ledger/web/translations; fi

clean:
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
