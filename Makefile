# `make` sets up and builds every report in seeds/; `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PRESS  := $(VENV)/press.done
TEST   := $(VENV)/test.done
# The judge of PDF/UA and PDF/A, quick enough for `make test` too.
VERAPDF := tests/pdf/test_conformance.py
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Homebrew's libraries are not on the loader's path of every Python.
ifeq ($(shell uname -s),Darwin)
export DYLD_FALLBACK_LIBRARY_PATH := $(shell brew --prefix 2>/dev/null)/lib:$(DYLD_FALLBACK_LIBRARY_PATH)
endif

.DEFAULT_GOAL := build
.PHONY: build check serve serve-catalogue test conformance fuzz bench proof-bench lock clean help

build: $(PRESS)  ## set up, build every report in seeds/ (the default)
	@$(BIN)/proofpress build

check: $(PRESS)  ## read and judge the sources only
	@$(BIN)/proofpress check

serve: $(PRESS)  ## preview the reports in seeds/ while they are written, at http://127.0.0.1:8000/
	@$(BIN)/proofpress serve

serve-catalogue: $(PRESS)  ## hand build/ to browsers and e-readers at http://127.0.0.1:8000/
	@$(BIN)/proofpress serve --catalogue

test: $(TEST)  ## set up and test: format, lint, types, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

conformance: $(TEST)  ## slow outside validators and readers
	$(BIN)/pytest -m slow
	$(BIN)/pytest $(VERAPDF)

fuzz: $(TEST)  ## properties of whatever may come in, over many thousand cases
	$(BIN)/pytest -m fuzz -n 2 --dist worksteal tests/hostile/fuzz

bench: $(TEST)  ## what builds cost beside other tools; BENCH='--large' and more: docs/performance.md
	$(BIN)/python -m tests.bench $(BENCH)

proof-bench: $(TEST)  ## what the proof finds of single defects, and what it costs
	$(BIN)/python -m tests.bench.proofing

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra setup pyproject.toml -o locks/press.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra setup --extra test -c locks/press.txt pyproject.toml -o locks/test.txt

clean:  ## remove what was built (not the environment)
	rm -rf build

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 17

$(PRESS): pyproject.toml locks/press.txt tools/system_libraries.py
	@$(PYTHON) tools/system_libraries.py press
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r locks/press.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@# Else every command reads our sources anew where Python may not write what it has read.
	@$(BIN)/python -m compileall -q src
	@touch $@

$(TEST): $(PRESS) locks/test.txt
	@$(PYTHON) tools/system_libraries.py test
	@$(PIP) --require-hashes -r locks/test.txt
	@touch $@
