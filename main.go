// Partner Directory: a public directory of partners whose labels are verified. This file plugs the rooms together.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/seed"
	"partnerdirectory/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
)

// commands is the command line. Every flag has an environment variable with the prefix DIRECTORY_.
type commands struct {
	Serve    serveCommand    `cmd:"" default:"withargs" help:"Serve the directory; this is what runs when no command is given. A database file that does not exist is created and filled with the sample programme."`
	Seed     seedCommand     `cmd:"" help:"Create a database with the sample programme and sample partners."`
	Evaluate evaluateCommand `cmd:"" help:"Evaluate every partner, or show what that would change; or verify the audit trail."`
	Import   importCommand   `cmd:"" help:"Import partners, their facts or the vocabulary from a CSV or JSON Lines file, all or nothing."`
	Export   exportCommand   `cmd:"" help:"Export partners, their facts or the vocabulary as CSV or JSON Lines."`
	Migrate  migrateCommand  `cmd:"" help:"Bring a database to the layout that this version needs."`
	User     userCommand     `cmd:"" help:"Manage accounts: the way to a new installation's first admin."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// world is what commands use of the outside.
type world struct {
	ctx    context.Context
	stdout io.Writer
	stderr io.Writer
	log    *slog.Logger
	now    func() time.Time
}

// run is the whole program; it returns the exit code.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	var cli commands
	code := -1
	parser, err := kong.New(&cli,
		kong.Name("partnerdirectory"),
		kong.Description("A public directory of partners whose labels are verified."),
		kong.DefaultEnvars("DIRECTORY"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(c int) { code = c }),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	if err := unknownVariables(parser.Model, environ); err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	command, err := parser.Parse(args)
	switch {
	case code >= 0: // --help has been printed
		return code
	case err != nil:
		fmt.Fprintln(stderr, "partnerdirectory: "+err.Error()+"; see --help")
		return exitUsage
	}
	w := world{
		ctx: ctx, stdout: stdout, stderr: stderr, now: time.Now,
		log: slog.New(slog.NewTextHandler(stderr, nil)),
	}
	if err := command.Run(w); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "partnerdirectory: "+err.Error())
		return exitFailed
	}
	return 0
}

// unknownVariables refuses DIRECTORY_ variables that no flag has: a misspelt setting must not be ignored in silence.
func unknownVariables(model *kong.Application, environ []string) error {
	known := map[string]bool{}
	_ = kong.Visit(model, func(n kong.Visitable, next kong.Next) error {
		if f, ok := n.(*kong.Flag); ok {
			for _, env := range f.Envs {
				known[env] = true
			}
		}
		return next(nil)
	})
	var bad []string
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		// DIRECTORY_BENCH_… and DIRECTORY_TEST_… steer the benchmarks and tests, not the program.
		if strings.HasPrefix(name, "DIRECTORY_") && !known[name] &&
			!strings.HasPrefix(name, "DIRECTORY_BENCH_") && !strings.HasPrefix(name, "DIRECTORY_TEST_") {
			bad = append(bad, name)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	slices.Sort(bad)
	return fmt.Errorf("partnerdirectory: no setting is called %s; see --help for those that exist", strings.Join(bad, ", "))
}

type versionCommand struct{}

// Run prints what was built from which commit.
func (versionCommand) Run(w world) error {
	_, err := fmt.Fprintln(w.stdout, "partnerdirectory", buildName())
	return err
}

// buildName tells builds apart: the commit when the toolchain stamped it, else the module's version or "dev".
func buildName() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

// database is the flag that every command shares.
type database struct {
	DB string `name:"db" default:"data/directory.db" help:"Database file." placeholder:"FILE"`
}

// open opens the database, creating the file and its folder when they do not exist.
func (d database) open(w world) (*store.Store, error) {
	if err := os.MkdirAll(filepath.Dir(d.DB), 0o750); err != nil {
		return nil, fmt.Errorf("create folder for %s: %w", d.DB, err)
	}
	st, err := store.Open(w.ctx, d.DB, store.Options{NewID: newLabelID, Logger: w.log})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", d.DB, err)
	}
	return st, nil
}

// newLabelID draws the public id of a label: 60 random bits in Crockford's base 32.
func newLabelID() string {
	const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
	var b [12]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b[:])
}

type migrateCommand struct {
	database
}

// Run opens the database, which migrates it.
func (c migrateCommand) Run(w world) error {
	st, err := c.open(w)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, c.DB, "is up to date")
	return st.Close()
}

type seedCommand struct {
	database
	Partners int    `default:"2000" help:"How many sample partners, up to 4000000."`
	Seed     uint64 `default:"1" help:"Another number invents other partners."`
}

// maxSample is as many partners as the sample has names for.
const maxSample = 4_000_000

// Validate refuses numbers that the sample cannot fill.
func (c seedCommand) Validate() error {
	if c.Partners < 1 || c.Partners > maxSample {
		return fmt.Errorf("--partners must be from 1 to %d", maxSample)
	}
	return nil
}

// Run fills a new database and builds its search index, so that serve starts at once.
func (c seedCommand) Run(w world) error {
	st, err := c.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	empty, err := st.Empty(w.ctx)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("%s already holds a programme; name a new file with --db", c.DB)
	}
	atlas, err := search.LoadAtlas()
	if err != nil {
		return err
	}
	if err := fill(w, st, atlas, c.Partners, c.Seed); err != nil {
		return err
	}
	_, err = openLive(w, st, atlas, c.DB, c.Partners)
	return err
}

// fill writes the sample programme and n sample partners, with progress.
func fill(w world, st *store.Store, atlas *search.Atlas, n int, seedNumber uint64) error {
	today := program.DayOf(w.now())
	p, err := seed.ProgrammeOn(today)
	if err != nil {
		return err
	}
	if err := st.SaveProgramme(w.ctx, p); err != nil {
		return err
	}
	dossiers, err := seed.Generate(p, atlas.Places(), n, seedNumber, today)
	if err != nil {
		return err
	}
	bar := newProgress(w.stderr, n, "Inventing partners")
	if err := st.Import(w.ctx, certain(dossiers), today, bar.set); err != nil {
		return fmt.Errorf("import sample partners: %w", err)
	}
	bar.done()
	return fillAccounts(w, st)
}

// certain makes of a sequence that cannot fail one that could.
func certain[T any](seq iter.Seq[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seq(func(v T) bool { return yield(v, nil) })
	}
}

// openLive makes the first snapshot of the directory, with progress while the index is built.
func openLive(w world, st *store.Store, atlas *search.Atlas, db string, n int) (*handlers.Live, error) {
	bar := newProgress(w.stderr, n, "Indexing partners")
	live, err := handlers.OpenLive(w.ctx, handlers.LiveOptions{
		Store: st, Atlas: atlas, IndexFile: db + ".index", Now: w.now, Log: w.log, Progress: bar.set,
	})
	if err != nil {
		return nil, err
	}
	bar.done()
	return live, nil
}

type serveCommand struct {
	database
	Addr      string   `default:"127.0.0.1:8080" help:"Address to listen on." placeholder:"HOST:PORT"`
	BaseURL   string   `help:"Public address of the site, such as https://partners.example.com; derived from --addr when empty." placeholder:"URL"`
	Proxies   []string `help:"Address ranges of reverse proxies whose X-Forwarded-For is believed." placeholder:"CIDR"`
	Empty     bool     `help:"Leave a new database empty instead of filling it with the sample programme."`
	Partners  int      `default:"2000" help:"Sample partners in a new database."`
	AccessLog bool     `help:"Log every request that the page cache did not answer."`
	NoLinks   bool     `name:"no-link-checks" help:"Do not look whether the public addresses of case studies answer. On the sample, whose addresses are invented, nobody looks."`
	enquiries
	signIn
	mailing
}

// Validate asks each part of the configuration.
func (c serveCommand) Validate() error {
	return errors.Join(c.enquiries.Validate(), c.signIn.Validate())
}

// enquiries is how many enquiries of customers are taken.
type enquiries struct {
	EnquiriesPerAddress int `default:"10" help:"Enquiries that one network address may send in an hour; 0: as many as it likes."`
	EnquiriesPerPartner int `default:"200" help:"Enquiries that one partner may receive in a day; 0: as many as come."`
}

func (c enquiries) limits() store.EnquiryLimits {
	return store.EnquiryLimits{PerAddress: c.EnquiriesPerAddress, PerPartner: c.EnquiriesPerPartner}
}

// Validate refuses limits that mean nothing.
func (c enquiries) Validate() error {
	if c.EnquiriesPerAddress < 0 || c.EnquiriesPerPartner < 0 {
		return errors.New("--enquiries-per-address and --enquiries-per-partner must not be negative")
	}
	return nil
}

// Limits of the HTTP server; handlers limits bodies and writes. Whoever takes longer than this is not a reader.
const (
	headerTimeout   = 5 * time.Second
	idleTimeout     = 2 * time.Minute
	maxHeaderBytes  = 32 << 10
	shutdownTimeout = 20 * time.Second
)

// heapGrowth is the garbage collector's GOGC: the index is large, flat and long-lived, so letting the heap double before a
// collection would only cost memory.
const heapGrowth = 20

// spareProcessors lets short work, such as taking a request and sending an answer, run beside pages that are being drawn:
// with every processor drawing, an answer would wait for its turn several times.
const spareProcessors = 1

// Run serves until the process is told to stop, then finishes the requests under way.
func (c serveCommand) Run(w world) error {
	debug.SetGCPercent(heapGrowth)
	workers := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(workers + spareProcessors)
	base, err := c.baseURL()
	if err != nil {
		return err
	}
	post, err := c.post()
	if err != nil {
		return err
	}
	st, err := c.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	atlas, err := search.LoadAtlas()
	if err != nil {
		return err
	}
	empty, err := st.Empty(w.ctx)
	if err != nil {
		return err
	}
	if empty && !c.Empty {
		if err := fill(w, st, atlas, c.Partners, 1); err != nil {
			return err
		}
	}
	if err := sweep(w, st, program.DayOf(w.now())); err != nil {
		return err
	}
	live, err := openLive(w, st, atlas, c.DB, c.Partners)
	if err != nil {
		return err
	}
	figures := handlers.NewFigures(st, w.log)
	site, err := handlers.New(handlers.Options{
		Store: st, Live: live, Atlas: atlas, BaseURL: base, Proxies: c.Proxies, Workers: workers, AccessLog: c.AccessLog,
		Log: w.log, Figures: figures, Enquiries: c.limits(), Accounts: c.accounts(c.loopback(base)), FeedRate: c.FeedRate,
	})
	if err != nil {
		return err
	}
	if err := c.sayAccounts(w, st, base, c.loopback(base)); err != nil {
		return err
	}
	mailer := &web.Mailer{Store: st, Post: post, Console: w.stdout, Base: base, Log: w.log}
	reminders := &portal.Reminders{Store: st, Base: base, Log: w.log}
	jobs := []func(context.Context){live.Run, figures.Run, mailer.Run, reminders.Run, func(ctx context.Context) { sweepDaily(ctx, w, st) }}
	if _, err := st.Meta(w.ctx, store.MetaSample); errors.Is(err, program.ErrNotFound) && !c.NoLinks {
		links := &web.LinkChecker{
			Store: st, Client: web.OutsideClient(), Today: func() program.Day { return program.DayOf(w.now()) }, Log: w.log,
		}
		jobs = append(jobs, links.Run)
	}
	return c.listen(w, site, base, jobs...)
}

// baseURL checks the public address, or makes one from the address to listen on.
func (c serveCommand) baseURL() (string, error) {
	if c.BaseURL == "" {
		return "http://" + c.Addr, nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" {
		return "", fmt.Errorf("--base-url %q: want https://host without a path", c.BaseURL)
	}
	return u.Scheme + "://" + u.Host, nil
}

// listen serves until the process is told to stop. What runs beside the site ends after the last request.
func (c serveCommand) listen(w world, site http.Handler, base string, beside ...func(context.Context)) error {
	listener, err := new(net.ListenConfig).Listen(w.ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Addr, err)
	}
	server := &http.Server{
		Handler: site, ConnContext: handlers.ConnContext, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(w.log.Handler(), slog.LevelWarn),
	}
	background, stop := context.WithCancel(context.WithoutCancel(w.ctx))
	var running sync.WaitGroup
	for _, run := range beside {
		running.Go(func() { run(background) })
	}
	defer func() { stop(); running.Wait() }()

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(handlers.Listener(listener)) }()
	fmt.Fprintf(w.stdout, "The directory is at %s\n", base)
	select {
	case err := <-failed:
		return fmt.Errorf("serve on %s: %w", c.Addr, err)
	case <-w.ctx.Done():
	}
	// A new context: the one that ended is the reason to stop, not a reason to drop requests.
	last, cancel := context.WithTimeout(context.WithoutCancel(w.ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return fmt.Errorf("finish requests before stopping: %w", err)
	}
	return nil
}

// progress tells a terminal how far a long job is; anywhere else it stays quiet.
type progress struct {
	bar *progressbar.ProgressBar
}

func newProgress(out io.Writer, n int, what string) progress {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return progress{}
	}
	return progress{bar: progressbar.NewOptions(n,
		progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())}
}

// of says how much there is to do, where that was not known at the start.
func (p progress) of(n int) {
	if p.bar != nil && p.bar.GetMax() != n {
		p.bar.ChangeMax(n)
	}
}

// describe says what is being done now.
func (p progress) describe(what string) {
	if p.bar != nil {
		p.bar.Describe(what)
	}
}

func (p progress) set(done int) {
	if p.bar != nil {
		_ = p.bar.Set(done) // a terminal that cannot be drawn on is no reason to stop
	}
}

func (p progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
