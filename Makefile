# The face of the build: Meson and Ninja do the work (meson.build).
# README names two of these: make run and make test.
.DEFAULT_GOAL := all
.PHONY: all library install setup setup-test ui run test check bench bench-peers lint fmt accept docs screenshots clean

BUILD := build
STORE ?=

all: setup $(BUILD)/build.ninja ui
	@ninja -C $(BUILD) klantbeeld

# The engine for other programs (docs/library.md).
library: setup $(BUILD)/build.ninja
	@ninja -C $(BUILD) library

# The program, the library, its header and its pkg-config file; DESTDIR and the prefix of Meson hold.
install: all library
	@ninja -C $(BUILD) install

setup:
	@tools/setup.sh run

setup-test:
	@tools/setup.sh test

$(BUILD)/build.ninja:
	@tools/configure.sh $(BUILD)

# The web pages; made again when their sources changed.
ui: setup
	@tools/build_ui.sh

# The main job: demonstration company, import, resolve, summary, then the pages on 127.0.0.1:8360.
run: all
	@$(BUILD)/klantbeeld demo --run

# All quick tests; the last line is "N passed, N failed".
test: setup-test all
	@tools/test.sh quick

# Everything: the quick tests, both engines at size, kill and fault rounds, sanitizers, fuzz corpora.
check: setup-test all
	@tools/test.sh all

# Data races in the matching: its tests and an evaluate on four threads, under ThreadSanitizer.
tsan: setup-test
	@tools/tsan.sh

bench: all
	@bench/run.sh
	@bench/page.sh

# Against other programs of the kind; these come from PyPI into a virtual environment under build/.
bench-peers: all
	@bench/peers.sh

lint: setup-test
	@tools/lint.sh

fmt:
	@git ls-files 'src/*.c' 'src/*.h' 'src/*.cc' 'tests/*.c' 'tests/*.h' 'bench/*.c' | xargs clang-format -i

# Rewrite what golden tests expect; read the diff before it is committed.
accept: all
	@ACCEPT=1 tests/golden/run.sh

docs: all
	@tools/docs.sh

# The pictures of the README, made anew from the demonstration company.
screenshots: setup-test all
	@tools/screenshots.sh

clean:
	@rm -rf $(BUILD) build-asan build-tsan ui/dist
