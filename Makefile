# Four commands: run, demo, test, check. Each sets up what it needs; nothing is done by hand.
.PHONY: run demo test check quick setup setup-test

ZEYOU = .venv/bin/zeyou

run: setup
	@$(ZEYOU) run

demo: setup
	@$(ZEYOU) demo --out out

test: setup-test
	@tools/test.sh

check: setup-test
	@tools/check.sh

setup:
	@python3 tools/setup.py run

setup-test:
	@python3 tools/setup.py test
