# make run       start everything here; Ctrl-C stops it
# make test      all tests, the browser's included
# make inputs    send each form of the intake ten thousand inputs; half an hour
# make lint      what can be known without running it
# make bench     measure anew what docs/speed.md says of the advisor
# make backends  measure FastAPI, Node.js, and Django anew, and write the article's tables
# make audit     hold the running product to what docs/audit.md promises of its pages
# make soak      simulated visitors in the intake, while the servers under them are killed
# make lock      renew the locked requirements from pyproject.toml

PYTHON := $(shell for python in python3.11 python3.12 python3; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v "$$python" && break; done)
PRODUCTION := PRODUCTION=1 SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz \
	SITE_URL=https://practice.example DATABASE_URL=postgresql://user@localhost/name \
	REDIS_URL=redis://localhost/0 EMAIL_URL=smtp+tls://user:password@localhost

.PHONY: run test test-clock test-parts test-enquiry test-browser test-machine inputs lint bench backends audit soak lock chromium h2load java node

# Through the tether, so that even `kill -9` of make stops what it started, in good order.
run: .venv/installed
	@exec .venv/bin/python consult/tether.py 15 45 $$PPID .venv/bin/python manage.py up

# First what is promised in seconds, alone. Then four runs at once, with servers of their own, since
# they wait more than they compute: the parts, the pure core first; all that becomes of an enquiry;
# the product in a browser; and what runs behind it.
ENQUIRY := tests/intake tests/leads tests/bookings tests/quotes tests/case tests/staff
BROWSER := tests/e2e tests/staff/test_in_a_browser.py tests/up/test_production.py
CLOCK := tests/clock
MACHINE := tests/up tests/soak tests/followups tests/intake/test_without_postgresql.py

test: .venv/installed chromium
	@$(MAKE) --no-print-directory test-clock
	@$(MAKE) --no-print-directory --jobs=4 --output-sync=target \
		test-browser test-machine test-enquiry test-parts

test-clock:
	.venv/bin/python -m pytest -q $(CLOCK)

test-parts:
	.venv/bin/python -m pytest -q tests/advisor/core
	.venv/bin/python -m pytest -q $(addprefix --ignore=,tests/advisor/core $(CLOCK) $(ENQUIRY) $(BROWSER) $(MACHINE))

test-enquiry:
	.venv/bin/python -m pytest -q $(ENQUIRY) $(addprefix --ignore=,$(BROWSER) $(MACHINE))

test-browser:
	.venv/bin/python -m pytest -q $(BROWSER)

test-machine:
	.venv/bin/python -m pytest -q $(MACHINE) $(addprefix --ignore=,$(BROWSER))

# `make test` sends a few of them.
inputs: .venv/installed
	INPUTS=10000 .venv/bin/python -m pytest -q tests/intake/test_any_input.py

lint: .venv/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

# What they compare with is large, so it has an environment of its own.
bench: .venv-bench/installed
	.venv-bench/bin/python -m pytest -q -c bench/pytest.ini --ignore=bench/backends bench

# The same page and form in three backends: first that they are the same, then what they cost.
NODE := bench/backends/node
backends: .venv-bench/installed $(NODE)/node_modules/installed h2load
	.venv-bench/bin/python -m pytest -q -c bench/pytest.ini bench/backends
	.venv-bench/bin/python -m bench.backends.run
	.venv-bench/bin/python -m bench.backends.table

# Node.js itself is among its packages: npm is all that must be there.
$(NODE)/node_modules/installed: $(NODE)/package-lock.json
	cd $(NODE) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# All checks, or some: make audit CHECKS="weight links"
audit: .venv/installed audit/node_modules/installed chromium java
	.venv/bin/python -m audit $(CHECKS)

audit/node_modules/installed: audit/package-lock.json | node
	cd audit && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The same again, or another crowd: SEED=… VISITORS=… make soak
soak: .venv/installed
	.venv/bin/python -m soak

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv."; exit 1; }
	$(LOCK) --extra dev --output-file requirements.txt
	$(LOCK) --extra bench --output-file bench/requirements.txt

.venv/installed: requirements.txt
.venv-bench/installed: bench/requirements.txt
.venv/installed .venv-bench/installed:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 with venv and pip is needed, and was not" \
		"found as python3.11, python3.12, or python3."; exit 1; }
	"$(PYTHON)" -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The browser of the tests: CHROMIUM, or the system's, which we install where we may.
chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || \
	if test -z "$$CHROMIUM" && test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; \
	else \
		echo "The tests need Chromium: install it, or set CHROMIUM to its path."; exit 1; \
	fi

# What sends the requests of `make backends`.
h2load:
	@command -v h2load >/dev/null || \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends nghttp2-client; \
	else \
		echo "make backends needs h2load: install nghttp2-client."; exit 1; \
	fi

# What the audit's tools run on, which we install where we may.
java:
	@command -v java >/dev/null || $(MAKE) --no-print-directory debian-default-jre-headless

node:
	@command -v npm >/dev/null || $(MAKE) --no-print-directory debian-nodejs debian-npm

debian-%:
	@if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends $*; \
	else \
		echo "The audit needs what Debian calls $*: install it."; exit 1; \
	fi
