# Everything a person types. `make help` lists it; later runs of the same command skip what is done already.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help setup setup-tests run worker test sure check format bench screenshots messages lock wheel clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

setup: ## virtual environment, pinned packages, front-end files, translations (`make run` calls it)
	@command -v $(PYTHON) >/dev/null || { echo "Uptake needs Python 3.11 or newer. On Debian and Ubuntu run: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) tools/setup.py

setup-tests: ## the same, and what the tests need
	@command -v $(PYTHON) >/dev/null || { echo "Uptake needs Python 3.11 or newer. On Debian and Ubuntu run: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) tools/setup.py --tests

run: setup ## serve http://127.0.0.1:PORT (8000) until Ctrl-C, with the demo company the first time
	@$(BIN)/python tools/first_run.py
	@exec $(BIN)/flask --app wsgi serve --demo

worker: setup ## one more process for mails and reports, beside a running server
	@exec $(BIN)/flask --app wsgi worker

test: setup-tests ## the whole suite: SQLite, PostgreSQL, browser, LibreOffice
	@exec $(BIN)/python tools/test.py

sure: setup-tests check test ## what a commit must pass: format, lint, types, floors, tests

check: setup-tests ## the part of `make sure` that runs nothing: format, lint, types, floors, translations
	@$(BIN)/ruff format --check --quiet . || { echo "Run \`make format\`."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python tools/messages.py --check

format: setup-tests ## format the code and mend what the linter can mend
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

bench: setup-tests ## measure the bars of the design and print them
	@exec $(BIN)/python -m bench

screenshots: setup-tests ## make docs/screenshots/ from the demo company
	@exec $(BIN)/python tools/screenshots.py

messages: setup-tests ## collect the sentences of the code into the translations of each feature
	@$(BIN)/python tools/messages.py
	@$(BIN)/python tools/compile_messages.py

lock: setup-tests ## resolve requirements/*.txt anew from pyproject.toml
	@$(BIN)/python tools/lock.py

wheel: setup-tests ## build dist/*.whl with the front-end files inside
	@$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python

clean: ## remove everything that set-up and tests made, but never instance/
	@rm -rf .venv .cache node_modules app/static/build app/static/vendor dist test-results .hypothesis
	@find app -name '*.mo' -delete
