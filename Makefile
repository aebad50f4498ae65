# make demo   set up, index seeds/, show three searches, open the REPL
# make test   set up, lint, types, tests
# make cluster test what needs an OpenSearch server, on three nodes
# make lowest test with the oldest versions that setup.cfg allows
# make lock   pin the set of packages that is installed, with hashes
# make audit  look the pinned set up among known weaknesses
# make soak   bring about faults for hours; ARCHITECTURE.md has the figures
# make clean  remove what these made

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: demo test cluster lowest lock audit soak clean

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
	$(BIN)/pytest -n auto --dist loadgroup

cluster: $(READY)
	DIPLOSEARCH_OPENSEARCH_NODES=3 $(BIN)/pytest -m cluster

lowest: $(READY)
	$(BIN)/python tools/requirements.py lowest
	$(PYTHON) -m venv $(VENV)-lowest
	$(VENV)-lowest/bin/pip install --quiet --disable-pip-version-check -r tests/lowest.txt
	$(VENV)-lowest/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(VENV)-lowest/bin/python -m pytest -n auto --dist loadgroup

lock: $(READY)
	$(BIN)/python tools/requirements.py lock

audit: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

# Each can be done in parts, by itself: python -m tests.faults KIND --first N --count M
soak: $(READY)
	$(BIN)/python -m tests.faults kills --count 1000
	$(BIN)/python -m tests.faults failures
	$(BIN)/python -m tests.faults damage --count 2000
	$(BIN)/python -m tests.faults damage --count 500 --harm cut
	$(BIN)/python -m tests.faults machine --count 2000
	$(BIN)/python -m tests.faults company --count 300
	$(BIN)/python -m tests.faults resources

clean:
	rm -rf $(VENV) $(VENV)-lowest build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
