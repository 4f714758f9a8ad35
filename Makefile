# Six words: film test check update bench fuzz. Each sets up what it needs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: film test check update bench fuzz clean

film: $(READY)
	$(BIN)/drama build examples/guihai/guihai.drama

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

update: $(READY)
	$(BIN)/python -m pytest tests/cases --update

bench: $(READY)
	$(BIN)/python -m benchmarks

# Guided by atheris where there is a wheel of it for this machine, else by chance.
fuzz: $(READY)
	-$(BIN)/python -m pip install --quiet --editable . --group fuzz
	$(BIN)/python -m tests.fuzz 600

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# pip knows dependency groups since 25.1; an older one is brought up to date first.
$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[film,remote,script]" --group dev
	touch $@
