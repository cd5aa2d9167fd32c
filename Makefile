# `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -q
WORKERS ?= 3
CODE := shared functions containers local sandbox bench scripts tests

# Commands and tests start new processes again and again: they begin several times as fast from compiled files.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup browser fonts demo run test check lint types faults emulators contract-table bench package images clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: pyproject.toml uv.lock
	@mkdir -p build
	@uv=$$(sh scripts/uv.sh) && "$$uv" sync --quiet --locked --all-extras
	@touch $@

setup: .venv/.ready ## make the environment from uv.lock

browser: setup ## see that a Chromium is there
	@sh scripts/browser.sh

fonts: ## see that Chinese, Japanese and Korean names can be drawn (Debian, as root)
	@sh scripts/fonts.sh

demo: browser ## the first journey: a messy CSV becomes leads and a video for each, no account needed (LEADS=25)
	@$(PYTHON) -m local.demo $(LEADS)

run: setup ## the whole cloud on this machine: leadreel up
	@.venv/bin/leadreel up

test: browser ## all tests
	@$(PYTEST) -n $(WORKERS) --dist loadgroup

check: setup lint types ## what a change must pass besides the tests
	@$(PYTEST) tests/architecture

lint: setup
	@$(PYTHON) -m ruff check $(CODE)
	@$(PYTHON) -m ruff format --check $(CODE)

types: setup
	@$(PYTHON) -m mypy

faults: setup ## long fault schedules (SCHEDULES=n)
	@SCHEDULES=$${SCHEDULES:-5000} $(PYTEST) --timeout=1800 tests/faults
	@SCHEDULES=$${SCHEDULES:-5000} $(PYTEST) --timeout=1800 -m load tests/unit tests/flows tests/contract

emulators: setup ## start Google's emulators on free ports of this machine; says how to use and to end them
	@$(PYTHON) scripts/emulators.py --detach --env build/emulators.env

contract-table: setup ## write docs/contract.md: what both shelves promise, and which back end enforces it
	@$(PYTEST) tests/contract --ignore=tests/contract/test_table.py --contract-table docs/contract.md

bench: browser ## the measured promises (QUICK=1: bounded)
	@$(PYTHON) -m bench $(if $(QUICK),--quick)

package: setup ## make what is deployed: FUNCTION=name, or all functions; EXTRAS="sentry tracing" come along
	@$(PYTHON) -m scripts.package $(FUNCTION) $(EXTRAS:%=--extra %)

images: ## build and push container images: REPOSITORY=host/project/name TAG=v1
	@test -n "$(REPOSITORY)" && test -n "$(TAG)" || { echo "say where to: make images REPOSITORY=... TAG=v1" >&2; exit 2; }
	@for name in renderer console; do \
	  docker build --platform linux/amd64 -f containers/$$name/Dockerfile -t $(REPOSITORY)/$$name:$(TAG) . && \
	  docker push $(REPOSITORY)/$$name:$(TAG) || exit 1; \
	done

clean: ## remove what was made, but not your data
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache
