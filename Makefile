# Every command of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help crowd setup demo run stop seed chromium test test-all lint format types imports migrations deploy-check check messages pictures registry-score registry-bench upload-bench list-bench bench

PORT ?= 8000
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
UV := uv==0.13.9
VENV := .venv/bin/python
MANAGE := $(VENV) manage.py
DEVELOPMENT := DEBUG=1
export PYTHONUNBUFFERED := 1
# Bytecode is kept whatever the machine's habit: else each process compiles two thousand modules.
export PYTHONDONTWRITEBYTECODE :=

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | \
		awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

# Environment. A finished installation leaves a stamp, so that the next start needs no network.

define install
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	@$(VENV) -m pip --version >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv .venv; } || \
		{ rm -rf .venv; deploy/install_package.sh python3-venv python3-venv && $(PYTHON) -m venv .venv; }
	@$(VENV) -m uv --version >/dev/null 2>&1 || $(VENV) -m pip install --quiet $(UV) || true
	@echo "Installing $(1) ..."
	@index=$${PIP_INDEX_URL:-$$($(VENV) -m pip config get global.index-url 2>/dev/null)}; \
	UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$$index} \
		$(VENV) -m uv pip install --quiet --python $(VENV) -r $(1) || \
		$(VENV) -m pip install --quiet -r $(1)
	@touch $@
endef

.venv/installed: requirements.txt
	$(call install,requirements.txt)

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(call install,requirements-dev.txt)

setup: .venv/installed-dev ## make .venv with everything that development needs

# Running

demo: export DEKRANASDA_DEMO = 1
demo: export SITE_URL = http://127.0.0.1:$(PORT)
demo: .venv/installed ## set up and start the whole portal with sample data (PORT=8000)
	@$(MANAGE) demo --port $(PORT)

run: .venv/installed ## start the development server, which reloads on changes (PORT=8000)
	@$(DEVELOPMENT) $(MANAGE) migrate --verbosity 0
	$(DEVELOPMENT) $(MANAGE) runserver 127.0.0.1:$(PORT)

stop: ## stop the demo and its database
	@test -x $(VENV) || exit 0; DEKRANASDA_DEMO=1 $(MANAGE) demo --stop; \
		$(VENV) -m dekranasda.lib.embedded_postgres stop

pictures: .venv/installed-dev ## take the pictures of README.md from the demo on PORT
	$(DEVELOPMENT) $(MANAGE) take_pictures http://127.0.0.1:$(PORT)

seed: .venv/installed ## fill the database with the demo council
	@DEKRANASDA_DEMO=1 $(MANAGE) migrate --verbosity 0
	DEKRANASDA_DEMO=1 $(MANAGE) seed_demo

# Checking

PYTEST := $(DEVELOPMENT) $(VENV) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

chromium:
	@deploy/install_package.sh chromium chromium || echo "Tests that need a browser will be skipped." >&2

test: .venv/installed-dev chromium ## run the tests but for the long walks, with a browser where one can be had
	$(PYTEST) -m "not long"

test-all: .venv/installed-dev chromium ## run all tests
	$(PYTEST)

lint: .venv/installed-dev ## look for mistakes in code and templates
	$(VENV) -m ruff check --quiet
	$(VENV) -m ruff format --quiet --check
	$(VENV) -m djlint templates --lint --quiet

format: .venv/installed-dev ## rewrite the code in the house format
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format

types: .venv/installed-dev ## check the type annotations
	$(DEVELOPMENT) $(VENV) -m mypy

imports: .venv/installed-dev ## check who imports whom
	$(DEVELOPMENT) .venv/bin/lint-imports --no-logo

migrations: .venv/installed-dev ## check that every change of a model has its migration
	$(DEVELOPMENT) $(MANAGE) makemigrations --check --dry-run

# Keys of its own, and a database out of reach: the check looks at settings alone.
deploy-check: .venv/installed-dev ## check the settings as they are in production
	@mkdir -p var
	@$(VENV) -c 'import json, secrets; key = secrets.token_hex; \
		print(json.dumps({"keys": {"contoh": key(32)}, "index_key": key(32)}))' > var/deploy_check_keys.json
	SECRET_KEY=$$($(VENV) -c 'import secrets; print(secrets.token_hex(32))') ALLOWED_HOSTS=contoh.id \
		ENCRYPTION_KEYS_FILE=var/deploy_check_keys.json DATABASE_URL=postgres://contoh@127.0.0.1:1/contoh \
		$(MANAGE) check --deploy --fail-level WARNING

check: lint types imports migrations deploy-check test-all ## all of the above that judges, as CI does

# Measuring

crowd: .venv/installed-dev ## play the full crowd: 2,500 reviews, 200 works, 25,000 registrations for seats, 500 scans
	CROWD=full $(DEVELOPMENT) $(VENV) -m pytest --durations=0 tests/curation/test_at_once.py \
		tests/curation/test_whole_round.py tests/curation/test_desk_browser.py \
		tests/events/test_seats_at_once.py tests/events/test_attendance_crowd.py

registry-score: .venv/installed ## measure what the import understands of every list at hand
	@$(DEVELOPMENT) $(MANAGE) migrate --verbosity 0
	@$(DEVELOPMENT) $(MANAGE) score_registry

registry-bench: .venv/installed ## measure an import of 11,000 rows against reading and copying them
	@$(DEVELOPMENT) $(MANAGE) bench_import

bench: .venv/installed ## measure the public pages over 11,000 and over 1,000,000 works
	@$(DEVELOPMENT) $(MANAGE) bench_catalogue

upload-bench: .venv/installed ## measure photographs on their way in, with what pages beside them feel in the demo on PORT
	@$(DEVELOPMENT) $(MANAGE) bench_uploads http://127.0.0.1:$(PORT)

list-bench: .venv/installed ## compare the registry's list over 11,000 and over 1,000,000 businesses
	@$(DEVELOPMENT) $(MANAGE) bench_registry --keep

CATALOGUE := dekranasda/locale/en/LC_MESSAGES/django

messages: .venv/installed-dev ## collect the texts to translate and compile the translations
	@deploy/install_package.sh msgfmt gettext
	$(DEVELOPMENT) $(MANAGE) makemessages --locale en --ignore 'var/*' \
		--no-location --no-obsolete --no-wrap
	@# Sorted, without the date of collecting: a change of one text is a change of its lines alone.
	msgcat --sort-output --no-wrap $(CATALOGUE).po | sed '/^"POT-Creation-Date:/d' >$(CATALOGUE).tmp
	@mv $(CATALOGUE).tmp $(CATALOGUE).po
	msgfmt --check-format --statistics --output-file $(CATALOGUE).mo $(CATALOGUE).po
