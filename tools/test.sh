#!/usr/bin/env bash
# Everything: layout, types, style, then every test on SQLite and on a PostgreSQL that the tests start themselves.
set -eu
cd "$(dirname "$0")/.."
tools/check.sh --no-tests
.venv/bin/python -m pytest -n 2 --dist loadfile "$@"
