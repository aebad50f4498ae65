# make demo   set up, index seeds/, show three searches, open the REPL
# make check  lint, types, and the fast tests: before each commit
# make test   the same, and a sample of the slow tests: before a change is proposed
# make test-all  all tests, with an OpenSearch server of one node
# make cluster test faults of a cluster and a sample of the rest, on three nodes
# make contract  all that is tested with an OpenSearch server, on one node
# make pauses stop writers of a cluster, and let them go on beside another one
# make random try properties with other examples than usual, and ten times as many
# make hostile  more input that nobody means well with
# make docs   build the pages of docs/ into docs/build
# make coverage  which lines and branches the tests reach
# make package  build sdist and wheel into dist/, and check them; URL=https://… names the repository
# make mutants AREA=query  change the code in small ways, and see whether tests notice
# make benchmarks  write docs/benchmarks.md from a run beside other systems
# make lowest test with the oldest versions that setup.cfg allows
# make latest test with the newest versions of everything
# make lock   pin the newest versions of everything, with hashes
# make audit  look the pinned set up among known weaknesses
# make licences  list the licences of the pinned set; one that does not go with GPL-3 fails
# make soak   bring about faults for hours; docs/measurements.md has the figures
# make clean  remove what these made
#
# With another Python: make test PYTHON=python3.13 VENV=.venv-3.13

PYTHON ?= $(or $(shell tools/find-python),$(error no Python 3.11 or newer runs here: \
	install one, or name it with PYTHON=/path/to/python3))
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready
PIP     = bin/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/pytest -n auto --dist loadgroup

# Tests start hundreds of processes, each of which would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo lint check test test-all cluster contract pauses random hostile docs coverage package mutants benchmarks lowest latest lock audit licences soak clean

# A Python that was named must do, and an environment that is there stays with its own.
ifneq ($(origin PYTHON),file)
VERSION := -c 'import sys; sys.version_info < (3, 11) or print(sys.version.split()[0])'
NAMED   := $(shell $(PYTHON) $(VERSION) 2>/dev/null)
ifeq ($(NAMED),)
$(error $(PYTHON) does not run, or is older than 3.11: name another one)
endif
ifneq ($(wildcard $(BIN)/python),)
ifneq ($(NAMED),$(shell $(BIN)/python $(VERSION)))
$(error $(VENV) is of another Python than $(NAMED): name one as well, as VENV=.venv-$(NAMED))
endif
endif
endif

# What is installed is what the lock says, the build of the package included.
$(READY): setup.cfg pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(VENV)/$(PIP) --require-hashes --no-deps -r requirements.lock
	$(VENV)/$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

demo: $(READY)
	$(BIN)/diplosearch rebuild seeds
	$(BIN)/diplosearch search 'Dışişleri Bakanı Wang Yi' --limit 1
	$(BIN)/diplosearch search 'disisleri bakani' --limit 1
	$(BIN)/diplosearch search '"defence industry" OR "mining and electricity"' --limit 1
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/diplosearch repl; fi

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint
	$(PYTEST) -m 'not slow and not cluster' --hypothesis-profile quick

test: lint
	$(PYTEST) --sample 3

test-all: lint
	$(PYTEST)

# What a cluster itself can do wrong is tried whole on three nodes. What all engines promise
# does not depend on their number: every 20th test of each file, and all of it on one node.
FAULTY   = tests/backends tests/engines/opensearch tests/faults tests/search/test_parity.py
PROMISED = $(FAULTY:%=--ignore %) --sample 20
cluster: $(READY)
	DIPLOSEARCH_OPENSEARCH_NODES=3 $(BIN)/pytest -m cluster $(FAULTY)
	DIPLOSEARCH_OPENSEARCH_NODES=3 $(BIN)/pytest -m cluster $(PROMISED)

contract: $(READY)
	$(BIN)/pytest -m cluster

pauses: $(READY)
	$(BIN)/python -m tests.faults pauses --count 50 --summary

random: $(READY)
	$(PYTEST) -m 'hypothesis and not cluster' --hypothesis-profile random

hostile: $(READY)
	$(PYTEST) tests/hostile
	$(BIN)/python -m tests.hostile --inputs 10000

# The oldest versions have no wheels for the newest Pythons.
lowest: $(READY)
	$(BIN)/python tools/requirements.py
	$$(tools/find-python oldest) -m venv $(VENV)-lowest
	$(VENV)-lowest/$(PIP) -r tests/lowest.txt
	$(VENV)-lowest/$(PIP) --no-deps --editable .
	$(VENV)-lowest/bin/python -m pytest -n auto --dist loadgroup

latest:
	$(PYTHON) -m venv $(VENV)-latest
	$(VENV)-latest/$(PIP) --upgrade --upgrade-strategy eager --editable '.[dev]'
	$(VENV)-latest/bin/python -m pytest -n auto --dist loadgroup

docs: $(READY)
	$(VENV)/$(PIP) --no-build-isolation --editable '.[docs]'
	$(BIN)/python -m sphinx -W --keep-going --quiet -b html docs docs/build
	@echo "open docs/build/index.html"

coverage: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check coverage
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest -n auto -m 'not cluster'
	-$(BIN)/coverage run -m pytest -m cluster
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

package: $(READY)
	$(VENV)/$(PIP) check-wheel-contents sp-repo-review[cli] twine validate-pyproject[all] zizmor
	rm -rf dist
	$(BIN)/python -m tools.package $(if $(URL),--url $(URL))
	$(BIN)/check-wheel-contents dist/*.whl
	$(BIN)/twine check --strict dist/*
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/sp-repo-review .
	$(BIN)/zizmor --offline --quiet .github/workflows

AREA = highlighting
mutants: $(READY)
	$(VENV)/$(PIP) mutmut
	$(BIN)/python -m tools.mutants $(AREA)

# With a corpus of one's own: make benchmarks BENCHMARK='--corpus news.jsonl.gz'
BENCHMARK = --documents 1000 5000 --characters 2400 --rounds 3
benchmarks: $(READY)
	$(VENV)/$(PIP) --no-build-isolation --editable '.[bench,plot]'
	$(BIN)/python -m benchmarks $(BENCHMARK) --page docs

lock: $(READY)
	$(VENV)/$(PIP) uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--extra dev --generate-hashes --no-annotate \
		--custom-compile-command 'make lock' --output-file requirements.lock setup.cfg

audit: $(READY)
	$(VENV)/$(PIP) pip-audit
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

# All go with GPL-3.0-or-later. The one that is passed over names its licence, MIT, in a
# file alone.
LICENCES = MIT;BSD;ISC;Apache;Mozilla Public License 2.0;MPL-2.0;PSF;Python Software;0BSD
LICENCES := $(LICENCES);Lesser General Public License v3;LGPL-2.1-or-later;(GPLv2+);GPL-3.0-or-later

licences: $(READY)
	$(VENV)/$(PIP) pip-licenses
	$(BIN)/pip-licenses --from=mixed --partial-match --ignore-packages axe-playwright-python \
		--allow-only '$(LICENCES)'

# Each can be done in parts, by itself: python -m tests.faults KIND --first N --count M
FAULTS  = $(BIN)/python -m tests.faults
soak: $(READY)
	$(FAULTS) kills --count 300 --summary
	$(FAULTS) damage --harm cut --harm delete --harm swap --count 200 --summary
	$(FAULTS) damage --harm flip --count 2000 --summary
	$(FAULTS) failures --summary
	$(FAULTS) machine --count 2000 --summary
	$(FAULTS) company --count 300 --summary
	$(FAULTS) resources --summary

clean:
	rm -rf $(VENV) $(VENV)-lowest $(VENV)-latest build dist docs/build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
