# `make help` lists what can be done here.
PYTHON ?= python3
VENV := .venv/bin
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run test check fmt lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: ## Look for faults without running the tests
	@$(VENV)/ruff check
	@$(VENV)/ruff format --check
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(VENV)/djlint --check --lint templates
	@$(VENV)/codespell

fmt: ## Format the code and repair what a tool can repair
	@$(VENV)/ruff check --fix --unsafe-fixes
	@$(VENV)/ruff format

lock: ## Pin the newest versions that pyproject.toml allows (needs uv)
	@$(LOCK) --upgrade pyproject.toml -o requirements.txt
	@$(LOCK) --upgrade pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	@$(LOCK) --upgrade --group node -o requirements-node.txt
