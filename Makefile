# The only door. Each target prepares what it needs: nothing is to be installed by hand.
.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench seed lock clean
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py

help:
	@echo "make run        the demonstration, web and worker together   PORT=8001 DATABASE_URL=postgres://..."
	@echo "make test       the tests, on SQLite then on PostgreSQL      T=tests/booking for a part"
	@echo "make test-all   the same, with the slow tests"
	@echo "make check      format, lint, imports, templates, migrations, deployment settings, types"
	@echo "make bench      bookings, last seats, waiting lists, reminders, replays, rules…   B=waitlist, B=--only=sqlite for a part"
	@echo "make seed       the demonstration territory, loaded again"
	@echo "make lock       pins what our packages bring along, as installed here"
	@echo "make clean      removes the environment, the databases of var/ and the caches"

run:
	@.ci/environment requirements.txt
	@exec $(MANAGE) run_demo

test:
	@.ci/environment requirements-dev.txt
	@.ci/browser
	@exec $(PYTHON) .ci/suite.py $(T)

test-all:
	@.ci/environment requirements-dev.txt
	@.ci/browser
	@exec $(PYTHON) .ci/suite.py --slow $(T)

check:
	@.ci/environment requirements-dev.txt
	@.ci/check

bench:
	@.ci/environment requirements-bench.txt
	@exec $(PYTHON) .ci/database.py $(PYTHON) -m tests.benchmarks $(B)

seed:
	@.ci/environment requirements.txt
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) seed_demo

lock:
	@.ci/environment requirements-dev.txt
	@$(PYTHON) .ci/lock.py

clean:
	rm -rf .venv var .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
