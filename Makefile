# Two commands matter: `go run .` starts the product, `make test` proves it.

.PHONY: test check generate tools bench

# Everything CI asks for, on a bare Debian machine with Go.
test: tools check
	go test -timeout 14m ./...

# What a compiler does not say: formatting, vet, staticcheck, and that the committed templates' code is the generator's.
check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	go tool staticcheck ./...
	@before=$$(cat views/*_templ.go views/*/*_templ.go | sha256sum); go tool templ generate -log-level error; \
	after=$$(cat views/*_templ.go views/*/*_templ.go | sha256sum); \
	test "$$before" = "$$after" || { echo "a _templ.go under views was not what 'go tool templ generate' writes; it is now: commit it"; exit 1; }

generate:
	go tool templ generate

# The browser tests drive Debian's Chromium.
tools:
	@command -v chromium >/dev/null || { \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends chromium fonts-liberation; }

# Every figure the project holds itself to, at 400,000 partners (BENCH_PARTNERS=4000000 for ten times that).
BENCH_PARTNERS ?= 400000
bench:
	DIRECTORY_BENCH_PARTNERS=$(BENCH_PARTNERS) go test -run '^$$' -bench . -benchtime 1x -timeout 60m ./search .
