#!/usr/bin/env bash
# What a developer runs before a commit.
set -eu
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/lint-imports
.venv/bin/mypy
if [ "${1:-}" != "--no-tests" ]; then
  .venv/bin/python -m pytest -n 2 --dist loadfile -m "not slow and not browser"
fi
