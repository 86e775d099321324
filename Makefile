# The commands of this repository; `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test coverage install lint types bench docs lock mutants

BIN := .venv/bin

help: ## Lists these commands.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: install ## Serves the demo community on 127.0.0.1:8000 from ./data (PORT= changes the port).
	@scripts/run.sh

test: install ## Runs all tests on SQLite and PostgreSQL, browser journeys included.
	@scripts/test.sh

coverage: install ## Runs all tests on SQLite and says which lines none of them reached (takes long).
	@COVERAGE=1 scripts/test.sh

install: ## Makes .venv from the lock file, again only when the lock changes.
	@scripts/install.sh

lint: install ## Checks style, templates and import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/lint_templates.py
	bash -n scripts/*.sh .ci/run

types: install ## Checks types, strictly.
	@RAPPORT_DATA=build/types $(BIN)/mypy

bench: install ## Measures; writes benchmarks/results/*.json.
	@scripts/bench.sh

docs: install ## Generates the reference pages from the code.
	@RAPPORT_DATA=build/docs $(BIN)/python scripts/generate_docs.py

mutants: install ## Breaks the rules one by one and names what no test noticed (takes long).
	$(BIN)/python scripts/mutants.py

lock: ## Resolves dependencies anew into requirements.lock.
	@scripts/lock.sh
