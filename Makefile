# make demo   set up, index seeds/, show three searches, open the REPL
# make test   set up, lint, types, tests
# make clean  remove what these two made

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: demo test clean

$(READY): setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(READY)
	$(BIN)/diplosearch rebuild seeds
	$(BIN)/diplosearch search 'Dışişleri Bakanı Wang Yi' --limit 1
	$(BIN)/diplosearch search 'disisleri bakani' --limit 1
	$(BIN)/diplosearch search '"defence industry" OR "mining and electricity"' --limit 1
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/diplosearch repl; fi

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
