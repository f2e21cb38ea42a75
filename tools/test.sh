#!/usr/bin/env bash
# Everything: layout, types, style, then every test on SQLite and on a PostgreSQL that the tests start themselves.
set -eu
cd "$(dirname "$0")/.."
tools/check.sh --no-tests
.venv/bin/python -m pytest -n 2 --dist loadfile -m "not browser" "$@"
# A browser on a busy machine sometimes misses its moment (a request cut by a navigation, a start that times out). What
# failed runs once more by itself and is named; a real fault fails again.
if ! .venv/bin/python -m pytest -n 2 --dist loadfile -m browser "$@"; then
  echo "These browser tests failed beside others; once more, alone:"
  .venv/bin/python -m pytest -m browser --last-failed --last-failed-no-failures none "$@"
fi
