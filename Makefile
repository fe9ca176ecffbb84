# What is done with this code from a shell. `make help` lists it.

# Builds and tests use exactly what go.mod and go.sum name.
export GOFLAGS := $(strip $(GOFLAGS) -mod=readonly)

# The tools that the code is checked and generated with have a module of their own, so that the program never depends on them.
TOOL := go tool -modfile=.ci/tools/go.mod
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
# The packages in which goroutines share something.
CORE := ./models/... ./federation/... ./handlers/...

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Running it

.PHONY: run demo build image
run: ## serve one site from ./data on http://localhost:8080
	go run ./cmd/folkmoot serve

demo: ## three example sites that talk to each other
	go run ./cmd/folkmoot demo

build: ## the program as it is released: one static file, ./folkmoot
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o folkmoot ./cmd/folkmoot

image: ## the container image folkmoot:VERSION (needs a Docker engine)
	docker build --build-arg VERSION=$(VERSION) -t folkmoot:$(VERSION) .

# Testing it

.PHONY: test test-fast test-postgres test-browser test-peer test-faults race lint check-format check-generated
test: ## everything, as continuous integration runs it; installs or names what is missing
	.ci/need.sh node
	$(MAKE) check-format check-generated lint
	.ci/need.sh postgresql
	$(MAKE) test-postgres
	.ci/need.sh chromium gcc
	$(MAKE) test-peer test-faults test-browser race

test-fast: check-format ## format, vet and the suite on SQLite: under two minutes
	go vet ./...
	env -u TEST_POSTGRES go test ./...

test-postgres: ## the suite on SQLite and on a PostgreSQL of its own
	.ci/need.sh postgresql
	.ci/postgres.sh go test -timeout 30m ./...

test-browser: ## people's journeys in Chromium, with accessibility checks
	.ci/need.sh node chromium
	go test -count=1 -timeout 30m -tags browser ./cmd/folkmoot/journeys/

test-peer: ## federation with a server that others wrote (Fedify), and calendar files with a reader (ical.js)
	.ci/need.sh node
	go test -count=1 -tags peer ./federation/peertest/ ./models/ical/

test-faults: ## sites that are killed, cut off and restarted under load, on both databases
	.ci/need.sh postgresql
	.ci/postgres.sh go test -C cmd/folkmoot/chaos -count=1 -timeout 15m -parallel 4 -tags chaos

race: ## the core packages with the race detector, on SQLite
	.ci/need.sh gcc
	env -u TEST_POSTGRES go test -race -timeout 30m $(CORE)

lint: ## gofumpt, vet, staticcheck and the checks of files that are not Go
	.ci/need.sh node
	.ci/lint.sh

check-format: ## gofmt
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "Not formatted (make format):"; echo "$$unformatted"; exit 1; fi

check-generated: ## generated files are what their sources say
	.ci/check-generated.sh

.PHONY: fuzz chaos bench bench-parts
fuzz: ## every fuzz target, half a minute each
	.ci/fuzz.sh 30s

chaos: ## the fault tests at their whole size with SEEDS=20 seeds, on both databases
	.ci/need.sh postgresql
	.ci/postgres.sh go test -count=1 -run '^TestC[0-9][0-9]_' ./models/...
	for seed in $$(seq $(or $(SEEDS),20)); do \
	  CHAOS_SEED=$$seed CHAOS_SIZE=full .ci/postgres.sh go test -C cmd/folkmoot/chaos -count=1 -timeout 2h -parallel 1 -tags chaos || exit 1; \
	done

bench: ## the table of docs/reference/performance.md, measured from outside on both databases
	.ci/need.sh postgresql
	.ci/postgres.sh go test -tags bench -count=1 -v -timeout 40m -run '^TestSpeed$$' ./cmd/folkmoot/speed

bench-parts: ## the benchmarks of single parts
	go test -run '^$$' -bench . ./...

# Writing it

.PHONY: format generate assets golden
format: ## gofumpt
	git ls-files -co --exclude-standard '*.go' ':!*_templ.go' | xargs -r $(TOOL) gofumpt -w

generate: ## Go code from the templ components
	$(TOOL) templ generate -path web -log-level error

assets: ## the styles and scripts that pages load, from their sources in web/
	.ci/need.sh web
	npm --prefix web --loglevel=error run build

golden: ## write the golden files anew from what the code says today
	go test $$(git grep -lE 'flag\.Bool\("update"' -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's|^|./|') -update
