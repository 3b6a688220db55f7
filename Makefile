# Every target makes the virtual environment it needs, once; a second call is quick.
#   make demo              the quotes and statements of seeds/ in the terminal, and demo/*.html
#   make test              the tests            make test ARGS="-m 'not model' tests/find"
#   make lint              ruff and mypy
#   make bench             speed and scaling; what grouping costs beside scikit-learn and rapidfuzz
#   make accuracy          attribution on PolNeAR dev, beside peers, split, with intervals; then, where
#                          SHARED has them, statements beside TF-IDF;
#                          make accuracy SHARED=FOLDER POLNEAR=FOLDER ARGS=--markdown
#   make train             the embedded pipeline's weights, stage by stage (hours)
#   make train-STAGE       one of its stages: training/README.md
#   make docs              the documentation as a site, in site/; links and anchors are checked
#   make release-check     wheel and sdist built twice, looked into, installed by themselves and used; dist/
# PYTHON chooses the interpreter, VENV the folder: make test PYTHON=python3.13 VENV=.venv-3.13
# EXTRAS are what the tests are installed with: EXTRAS=dev,browser where Chromium is, for tests/browser

PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= dev
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SHARED ?= ../shared
POLNEAR ?= $(SHARED)/data/polnear
SEEDS := $(wildcard seeds/*.txt)
ARTICLES := $(wildcard ../shared/seeds/*.txt)

.PHONY: demo test lint docs bench accuracy train release-check clean

demo: $(VENV)/.core
	@mkdir -p demo
	$(BIN)/quotekit extract $(SEEDS) --format table
	$(BIN)/quotekit dedupe seeds/documents.jsonl --format table
	@$(BIN)/quotekit render seeds/documents.jsonl --out demo
ifneq ($(ARTICLES),)
	$(BIN)/quotekit extract $(ARTICLES) --format table
	@$(BIN)/quotekit render $(ARTICLES) --out demo/articles.html
endif
	@echo "As web pages:" demo/*.html

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "As web pages: site/index.html"

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.scaling
	$(BIN)/python -m benchmarks.statements --full

accuracy: $(VENV)/.bench
	@$(BIN)/python -m benchmarks.accuracy $(POLNEAR) $(ARGS)
ifneq ($(wildcard $(SHARED)/bench/score_statements.py),)
	@$(BIN)/python -m benchmarks.statement_accuracy $(SHARED)
endif

train: $(VENV)/.train
	$(BIN)/python -m training $(ARGS)

train-%: $(VENV)/.train
	$(BIN)/python -m training $* $(ARGS)

release-check: $(VENV)/.release
	$(BIN)/python -m release

clean:
	rm -rf $(VENV) demo site

# Stamps. The venv's own is apart, so that one which failed half-way is made anew.
$(VENV)/.made:
	@$(PYTHON) -m venv --clear $(VENV) || \
	  { echo "make: '$(PYTHON) -m venv' failed: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	$(PIP) --editable '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.core

$(VENV)/.bench: $(VENV)/.made pyproject.toml
	$(PIP) --editable '.[bench]'
	@touch $@ $(VENV)/.core

$(VENV)/.docs: $(VENV)/.made pyproject.toml
	$(PIP) --editable '.[docs]'
	@touch $@ $(VENV)/.core

$(VENV)/.release: $(VENV)/.made pyproject.toml
	$(PIP) --editable '.[release]'
	@touch $@ $(VENV)/.core

$(VENV)/.train: $(VENV)/.made pyproject.toml
	$(PIP) --editable '.[dev,train]'
	@touch $@ $(VENV)/.dev $(VENV)/.core
