# The two commands: `make build` runs the main job, `make test` runs every check. Each sets up what it needs.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: score mutants build test browser check lint types format lock clean

build: $(READY)
	$(BIN)/docpact build --verify

test: $(READY) browser
	$(BIN)/python -m pytest -n auto
	$(BIN)/python -m pytest -n auto -m browser tests/browser
	cd generated/python && ../../$(BIN)/python -m pytest
	$(BIN)/ruff check generator generated/python
	$(BIN)/black --check --quiet generator generated/python
	$(BIN)/mypy generator generated/python
	$(BIN)/docpact build --check

# A browser and what drives it, for the tests of the published site; where it cannot be had, they skip.
browser: $(READY)
	@tests/browser/install.sh $(BIN)/python

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "docpact needs Python 3.11 or newer; none was found on PATH" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# What docpact makes of the reference pages beside the checkout, scored against hand-checked facts.
score: $(READY)
	$(BIN)/python tests/accuracy/score.py

# Faults seeded into the reference implementation; the conformance suite must catch each.
mutants: $(READY)
	$(BIN)/python tests/mutants

format: $(READY)
	$(BIN)/black --quiet generator tests
	$(BIN)/ruff check --fix --quiet generator tests

# Needs pip-tools on PATH; run with the oldest Python that is supported.
lock:
	pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-header --allow-unsafe --extra dev -o requirements.lock pyproject.toml
	pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-header --allow-unsafe -c requirements.lock -o tests/browser/requirements.lock tests/browser/requirements.in

clean:
	rm -rf $(VENV) .docpact .mypy_cache .pytest_cache .ruff_cache
