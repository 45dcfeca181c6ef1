# `make help` lists what can be done here.
PYTHON ?= python3
VENV := .venv/bin
FORUM := $(VENV)/python -m flask --app wsgi forum
PYTEST := $(VENV)/python -m pytest --numprocesses auto
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

# Set-up leaves it to the first start to compile what is really used; that must be kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check bench fmt lock clean screenshot python run-parts test-parts check-parts

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: run-parts ## Set up what is missing, then run the hub until Ctrl-C
	@$(FORUM) up

test: test-parts ## Run all tests on SQLite and PostgreSQL; some of them once: make test ARGS="-k reply"
	@$(FORUM) translations compile
ifdef ARGS
	@$(VENV)/python -m pytest $(ARGS)
else
	@tools/both_databases.sh $(PYTEST)
endif

check: check-parts ## Look for faults without running the tests
	@tools/each.sh \
		"$(VENV)/ruff check --quiet" \
		"$(VENV)/ruff format --check --quiet" \
		"$(VENV)/mypy --no-error-summary" \
		"$(VENV)/lint-imports --no-logo" \
		"$(VENV)/djlint --check --lint templates" \
		"$(VENV)/codespell" \
		"$(FORUM) translations check" \
		"$(FORUM) docs --check" \
		"$(VENV)/python tools/one_head.py"

bench: test-parts ## Compare searching with the bare index and letters with ready-made ones and chat with a bare broadcast; sizes: BENCH_SEARCH, BENCH_DIGESTS, BENCH_CHAT
	@$(VENV)/python -m bench.search --database sqlite $(BENCH_SEARCH)
	@$(VENV)/python -m bench.search --database postgresql $(BENCH_SEARCH)
	@$(FORUM) translations compile
	@$(VENV)/python -m bench.digests --database sqlite $(BENCH_DIGESTS)
	@$(VENV)/python -m bench.digests --database postgresql $(BENCH_DIGESTS)
	@$(VENV)/python -m bench.chat --database sqlite $(BENCH_CHAT)
	@$(VENV)/python -m bench.chat --database postgresql $(BENCH_CHAT)

fmt: check-parts ## Format the code and repair what a tool can repair
	@$(VENV)/ruff check --fix
	@$(VENV)/ruff format
	@$(VENV)/djlint --quiet --reformat templates

lock: ## Pin the newest versions that pyproject.toml allows (needs uv)
	@$(LOCK) --upgrade pyproject.toml -o requirements.txt
	@$(LOCK) --upgrade pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	@$(LOCK) --upgrade --group node -o requirements-node.txt

screenshot: test-parts ## Take the picture in the README again (needs Chromium)
	@$(FORUM) translations compile
	@$(VENV)/python -m tests.browser.screenshot

clean: ## Remove everything that set-up made; the data in var stays
	@rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache var/set-up.log
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find translations -name '*.mo' -delete

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing." \
		"On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2; exit 1; }

run-parts test-parts check-parts: %-parts: python
	@$(PYTHON) tools/set_up.py $*
