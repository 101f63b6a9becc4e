# `make` alone lists what there is. Nothing here needs more than git, make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help run test check assets bench reference lock build clean
MAKEFLAGS += --no-print-directory

# The first Python on PATH that is new enough; else plain python3, which then says what is wrong.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
BIN := .venv/bin
PORT ?= 8000
# One process for each core, and at least two: pages, engines and clusters of a test run share the machine. With a third,
# two cores took longer: 14 minutes instead of 11. `make test WORKERS=0` uses one.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(max(2, os.cpu_count() or 2))')
PYTEST ?=
# A test run starts hundreds of programs: each would compile Tenure again.
unexport PYTHONDONTWRITEBYTECODE

help:  ## List what make can do
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'

run:  ## Start Tenure with its demo workspace on http://127.0.0.1:8000 (PORT=9000 for another port)
	@$(PYTHON) scripts/set_up.py
	@$(BIN)/tenure serve --demo --port $(PORT)

test:  ## Install what the tests need and run them all (PYTEST='-k health' for some)
	@$(PYTHON) scripts/set_up.py --tests
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -n $(WORKERS) --dist loadgroup $(PYTEST)

check:  ## Lint, types, floors, migrations, lock files, reference and links
	@$(PYTHON) scripts/set_up.py --tests
	@$(BIN)/python scripts/check.py

assets:  ## Build the page assets again when their sources changed
	@$(PYTHON) scripts/set_up.py

bench:  ## Run the benchmarks, each beside its floor (minutes; wants a quiet machine)
	@$(PYTHON) scripts/set_up.py --tests
	@$(BIN)/python -m bench

reference:  ## Write docs/reference and docs/metrics again from the code
	@$(PYTHON) scripts/set_up.py --tests
	@$(BIN)/python scripts/render_reference.py
	@$(BIN)/python scripts/render_metrics.py
	@$(BIN)/python scripts/render_api.py

lock:  ## Bring the lock files up to date with pyproject.toml (UPGRADE=1 for newer releases)
	@$(PYTHON) scripts/set_up.py --tests
	@$(BIN)/python scripts/locks.py write $(if $(UPGRADE),--upgrade)

build:  ## Build wheel and sdist, with page assets, into dist/
	@$(PYTHON) scripts/set_up.py --tests
	@$(BIN)/uv build --quiet --out-dir dist && ls dist

clean:  ## Remove what was installed and built; the data directory stays
	rm -rf .venv .make dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache frontend/node_modules src/tenure/console/static/built src/tenure/locale/*/LC_MESSAGES/*.mo
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
