# Everything sets itself up: `make run` and `make test` work from a fresh clone. `make help` lists the rest.

SHELL := bash
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
comma := ,
empty :=

# The CUDA libraries come along where there is an NVIDIA GPU; GPU=1 and GPU=0 decide otherwise.
ifndef GPU
GPU := $(shell nvidia-smi -L 2>/dev/null | grep -q . && echo 1 || echo 0)
endif
# More of pyproject.toml's extras, for example EXTRAS=postgresql.
EXTRAS ?=
# What is said to the program that a target runs, for example ARGUMENTS="-k rhyme".
ARGUMENTS ?=

FOR :=
test check lint bench screenshot: FOR := test
WANTED = $(strip $(FOR) $(filter-out 0,$(GPU:1=gpu)) $(subst $(comma), ,$(EXTRAS)))
INSTALLED = $(VENV)/installed$(subst $(empty) ,,$(addprefix -,$(WANTED)))

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup corpus painting fonts  ## Set up what is missing and start the bot (GPU=1 or 0, EXTRAS=postgresql)
	@exec $(PYTHON) -m bot

.PHONY: test
test: setup corpus painting fonts lint  ## Set up what is missing, then lint, types and every test (ARGUMENTS="-k rhyme")
	$(PYTHON) -m pytest $(ARGUMENTS)

.PHONY: check
check: setup lint  ## Lint and types only

.PHONY: lint
lint: setup
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

.PHONY: bench
bench: setup corpus painting fonts  ## Print times and memory, the course's way beside them (ARGUMENTS="--part vision")
	@$(PYTHON) -m tests.load $(ARGUMENTS)

SOURCE ?=
HELD_OUT ?=
MINUTES ?= 110
.PHONY: train
train: setup  ## Train the poem network (SOURCE=collection HELD_OUT=file MINUTES=110 ARGUMENTS=--resume)
	@if [ -z "$(SOURCE)" ]; then \
	    echo "Name the collection to learn from, for example: make train SOURCE=../poetry-source" >&2; exit 2; fi
	$(PYTHON) -m engines poem train --source "$(SOURCE)" $(if $(HELD_OUT),--held-out "$(HELD_OUT)") \
	    --minutes $(MINUTES) $(ARGUMENTS)

.PHONY: screenshot
screenshot: setup corpus  ## Take README's picture anew (needs Chromium)
	$(PYTHON) -m tests.browser.screenshot bot/playground/screenshot.png

.PHONY: clean
clean:  ## Remove .venv and caches; var/ (corpus, chats, trainings) stays
	rm -rf $(VENV) shihua.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find bot engines tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Set-up. Stamps in .venv say what is installed; a changed pyproject.toml makes them old.

# Runs a command while no other make of this checkout runs one.
define ONE_AT_A_TIME
import fcntl, subprocess, sys
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
sys.exit(subprocess.call(sys.argv[2:]))
endef
export ONE_AT_A_TIME

define INSTALL
set -o pipefail
[[ $$INSTALLED -nt pyproject.toml && -x $$PYTHON ]] && exit  # another make has just done it
fail() { echo "$$1" >&2; exit 1; }
if ! $$PYTHON -m pip --version >/dev/null 2>&1; then
    "$$SYSTEM_PYTHON" -m venv --clear $$VENV >var/install.log 2>&1 ||
        fail "Python can't make $$VENV (see var/install.log); on Debian and Ubuntu this helps: apt-get install python3-venv"
fi
echo "Installing into $$VENV$${WANTED:+ with $$WANTED}: some minutes the first time, TensorFlow alone is 0.6 GB"
$$PYTHON -m pip install --no-input --progress-bar off -e ".$${WANTED:+[$${WANTED// /,}]}" 2>&1 | tee var/install.log |
    while read -r what name rest; do
        case "$$what $$name $$rest" in
            (Downloading*MB\)* | Downloading*GB\)* | "Using cached"*MB\)*) echo "  $$what $$name $$rest" ;;
            (Installing\ collected*) echo "  Unpacking, about a minute" ;;
            (ERROR* | WARNING:\ Retrying*) echo "  $$what $$name $$rest" >&2 ;;
        esac
    done || fail "The packages could not be installed (all of it: var/install.log): check the network, then run make again"
touch $$VENV/installed $$INSTALLED
endef
export INSTALL INSTALLED PYTHON VENV WANTED

.PHONY: setup
setup:
	@if [[ $(INSTALLED) -nt pyproject.toml && -x $(PYTHON) ]]; then exit; fi; \
	for python in python3.11 python3.12 python3.13 python3 python ""; do \
	    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; \
	done; \
	if [[ -z $$python ]]; then \
	    echo "Python 3.11, 3.12 or 3.13 is needed and none was found; install one from your system's packages" \
	        "or python.org, then run make again" >&2; exit 1; fi; \
	mkdir -p var && SYSTEM_PYTHON=$$python exec $$python -c "$$ONE_AT_A_TIME" var/setup.lock bash -c "$$INSTALL"

CORPUS := $(or $(SHIHUA_DATA),var)/corpus.sqlite3
.PHONY: corpus
corpus: setup
	@if [[ $(CORPUS) -nt engines/poem/corpus_build.py ]]; then exit; fi; \
	$(PYTHON) -m engines poem corpus && touch $(CORPUS) || \
	    echo "Going on without the corpus: new poems are not compared with old ones, and a bare /poem has no line to" \
	        "begin with; the next start tries again" >&2

.PHONY: painting
painting: setup
	@$(PYTHON) -m engines style fetch || \
	    echo "Going on without the fast stylizer's weights: photos can't be painted; the next start tries again" >&2

.PHONY: fonts
fonts: setup
	@$(PYTHON) -m engines fonts || \
	    echo "Going on without the typefaces of poem cards: this machine's own are used, if it has any Chinese ones;" \
	        "the next start tries again" >&2
