# Every line is thin: the work is in bin/.
PORT ?= 8000
PYTHON = .venv/bin/python

.PHONY: run dev test test-fast lint messages shell

run:        ## the site as production serves it, with demo data
	@bin/setup
	@$(PYTHON) bin/run $(PORT)

dev:        ## the same, reloading on every change, with Django's debug pages
	@bin/setup dev
	@$(PYTHON) bin/run $(PORT) --dev

test:       ## everything: lint, both databases, browser
	@bin/setup dev
	@$(PYTHON) bin/test

test-fast:  ## the suite on SQLite, without the browser
	@bin/setup dev
	@$(PYTHON) bin/test --fast

lint:       ## style, import contract, migrations, translations
	@bin/setup dev
	@$(PYTHON) bin/test --lint

messages:   ## collects the texts to translate into locale/, and compiles them
	@bin/setup dev
	@$(PYTHON) bin/messages extract
	@$(PYTHON) bin/messages compile

shell:      ## Django's shell
	@bin/setup
	@$(PYTHON) manage.py shell
