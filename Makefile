# Everything lives in .venv; each target installs what it needs first.
PYTHON ?= python3
BIN := .venv/bin
MINUTES ?= 30
RATE ?= 20
PORT ?= 8000
# Else every process that a test starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install install-dev demo test test-long check format bench faults soak lock screenshots audit sbom fuzz fuzz-door clean

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.installed ## make .venv with what Dinghuo needs to run
install-dev: .venv/.installed-dev ## the same, with tools for tests and checks

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dinghuo needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python requirements-build.lock requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-build.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: install ## sample goods and a page on http://127.0.0.1:8000/ where you play every part (PORT=8010, RESET=1)
	$(BIN)/dinghuo demo --port $(PORT) $(if $(RESET),--reset)

# One more than there are cores: many tests wait for a process or a browser.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
test: install-dev ## all tests, on SQLite and PostgreSQL; says what it left out
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -rs

test-long: install-dev ## the whole of every test: all ways, and long proofs at length (an hour and more)
	DINGHUO_TESTS=long $(BIN)/python -m pytest -q -n auto --dist worksteal --timeout 3600 -rs

check: install-dev ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache

format: install-dev ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev ## what each step and each search costs, beside others in the same run (BENCH=--titles FOLDER)
	$(BIN)/python -m benchmarks $(BENCH)

faults: install-dev ## what goes wrong around us, at length: a line for each fault (FAULTS="killed --stories 500")
	$(BIN)/python -m tests.faults $(FAULTS)

soak: install-dev ## a steady crowd for MINUTES=30 at RATE=20 updates a second; memory must stay flat
	$(BIN)/python -m benchmarks soak --minutes $(MINUTES) --rate $(RATE)

screenshots: install-dev ## draw the pictures of the README and the guides anew (needs Chromium)
	DINGHUO_SCREENSHOTS=docs/pictures $(BIN)/python -m pytest -q tests/bot/demo/test_whole_order.py tests/bot/demo/test_guide_pictures.py

audit: install-dev ## known weaknesses of what we depend on; says where nobody could be asked
	$(BIN)/python -m tests.audit

sbom: install-dev ## what we are made of, as a CycloneDX file
	$(BIN)/python -m tests.sbom build/sbom.json

FUZZ_SECONDS ?= 180
fuzz: install-dev ## fuzz what strangers' bytes reach first (Linux), FUZZ_SECONDS each
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-fuzz.lock
	for target in press wechat order; do $(BIN)/python -m tests.fuzz $$target $(FUZZ_SECONDS) || exit 1; done

fuzz-door: install-dev ## 100,000 messages nobody should send, through the front door (long)
	DINGHUO_TESTS=long $(BIN)/python -m pytest -q -n auto --dist worksteal --timeout 3600 tests/stories/hostile/test_fuzz.py

lock: install-dev ## choose versions anew; no registry's address is written
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group fuzz -o requirements-fuzz.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group build -c requirements-dev.lock -o requirements-build.lock

clean: ## forget .venv and caches
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
