# Every target makes its own environment first; VENV=path uses another one. `make all` is what CI runs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: all install lint type wheel docs tutorial test bench notebooks clean
all: lint type wheel docs test

install: $(READY)
$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(READY)
	$(BIN)/mypy

# An installed wheel, not an editable one, has to find models/ and data/ and to score.
wheel: $(READY)
	rm -rf $(VENV)/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir $(VENV)/wheel .
	$(BIN)/python -m pip install --quiet --no-deps --target $(VENV)/wheel/installed $(VENV)/wheel/*.whl
	PYTHONPATH=$(abspath $(VENV)/wheel/installed) $(BIN)/python -P -c \
	  "from spamscore import assets; assert '_assets' in str(assets.folder('models')) + str(assets.folder('data'))"
	PYTHONPATH=$(abspath $(VENV)/wheel/installed) $(BIN)/python -P -m spamscore.cli check --fail-on never --format html --output $(VENV)/wheel/report.html examples

test: $(READY)
	$(BIN)/python -m pytest -q -n auto --dist loadfile

# Every warning is a fault; nothing is asked of the network. `python -m docs --write` writes what the pages' commands print.
docs: $(READY)
	$(BIN)/python -m docs build/site

# The tutorial from an empty folder on, everything real: pip install, the failing job, the passing one.
tutorial: $(READY)
	$(BIN)/python -m docs --install

bench: $(READY)
	$(BIN)/python -m benchmarks

notebooks: $(READY)
	$(BIN)/python -m pytest -q --no-header tests/test_notebooks.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
