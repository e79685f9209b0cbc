package main

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/seed"
	"partnerdirectory/store"
)

// signIn is the part of serve's configuration that is about accounts.
type signIn struct {
	SessionKeys  []string `help:"Secrets that sign the session cookie, at least 32 characters each; the first signs, all are accepted, so that they can be changed. The database keeps one of its own when there are none." placeholder:"SECRET,…"`
	FeedRate     int      `default:"120" help:"Requests a minute that the API takes from one network address; 0 for no bound."`
	SignInRate   int      `default:"20" help:"Tries to sign in that one network address has in a minute; 0 for no bound."`
	OIDCIssuer   string   `name:"oidc-issuer" help:"OpenID provider by which people may sign in as well." placeholder:"URL"`
	OIDCClientID string   `name:"oidc-client-id" help:"This site's name at the provider." placeholder:"ID"`
	OIDCSecret   string   `name:"oidc-secret" help:"This site's secret at the provider." placeholder:"SECRET"`
	OIDCName     string   `name:"oidc-name" default:"your company account" help:"What the button calls the provider."`
	SampleSignIn bool     `help:"Let the sample's accounts, whose password is public, sign in from other machines too."`
}

// mailing is the part of serve's configuration that is about mail.
type mailing struct {
	SMTPURL  string `name:"smtp-url" help:"Mail server, such as smtp://user:password@mail.example.com:587 or smtps://… for TLS from the start; ?tls=none for one on this machine. Without it mails are not sent: their subject and link are printed." placeholder:"URL"`
	MailFrom string `help:"Sender of mails, such as 'Partner Directory <directory@example.com>'." placeholder:"ADDRESS"`
}

// post reads the mail server; nil when there is none.
func (m mailing) post() (*notify.Post, error) {
	switch {
	case m.SMTPURL == "" && m.MailFrom == "":
		return nil, nil
	case m.SMTPURL == "" || m.MailFrom == "":
		return nil, errors.New("--smtp-url and --mail-from go together")
	}
	return notify.ParsePost(m.SMTPURL, m.MailFrom)
}

// Validate refuses half a provider.
func (c signIn) Validate() error {
	if (c.OIDCIssuer == "") != (c.OIDCClientID == "") || c.OIDCIssuer == "" && c.OIDCSecret != "" {
		return errors.New("--oidc-issuer and --oidc-client-id go together")
	}
	if c.FeedRate < 0 {
		return errors.New("--feed-rate must not be negative")
	}
	if c.SignInRate < 0 {
		return errors.New("--sign-in-rate must not be negative")
	}
	return nil
}

// accounts is what the handlers need of it. Sample accounts are for this machine only, unless asked for.
func (c signIn) accounts(loopback bool) handlers.Accounts {
	out := handlers.Accounts{Keys: c.SessionKeys, Rate: c.SignInRate, NoSample: !loopback && !c.SampleSignIn}
	if c.OIDCIssuer != "" {
		out.OpenID = portal.OpenID{Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, Secret: c.OIDCSecret, Name: c.OIDCName}
	}
	return out
}

// loopback reports whether only this machine reaches the server.
func (c serveCommand) loopback(base string) bool {
	host, _, err := net.SplitHostPort(c.Addr)
	u, parseErr := url.Parse(base)
	return err == nil && parseErr == nil && isLoopback(host) && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sayAccounts prints how to sign in to the sample, or that one cannot.
func (c signIn) sayAccounts(w world, st *store.Store, base string, loopback bool) error {
	_, err := st.Meta(w.ctx, store.MetaSample)
	if errors.Is(err, program.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	accounts, err := st.Accounts(w.ctx)
	if err != nil {
		return err
	}
	if !loopback && !c.SampleSignIn {
		w.log.Warn("this is the sample directory and other machines can reach it: its accounts, whose password is public, cannot sign in; --sample-sign-in lets them")
		return nil
	}
	if !loopback {
		w.log.Warn("THE SAMPLE'S ACCOUNTS, WHOSE PASSWORD IS PUBLIC, CAN SIGN IN FROM OTHER MACHINES: do not keep anything real in this database")
	}
	fmt.Fprintf(w.stdout, "Sign in at %s/signin with the password %s as\n", base, web.SamplePassword)
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	for _, a := range accounts {
		if !a.Sample {
			continue
		}
		what, err := describe(w, st, a)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "  %s\t%s\n", a.Email, what)
	}
	return table.Flush()
}

// describe says in a few words what an account may do.
func describe(w world, st *store.Store, a store.Account) (string, error) {
	var out []string
	if a.Staff != program.NoStaff {
		out = append(out, strings.ToLower(a.Staff.Name()))
	}
	if a.Firm != "" {
		out[len(out)-1] += " of " + a.Firm
	}
	of, err := st.Memberships(w.ctx, a.ID)
	for _, m := range of {
		out = append(out, string(m.Role)+" of "+m.Name)
	}
	if a.Disabled {
		out = append(out, "disabled")
	}
	return strings.Join(out, ", "), err
}

// fillAccounts adds the sample's accounts and marks the database as the sample: only there they sign in.
func fillAccounts(w world, st *store.Store) error {
	passwords, err := web.NewPasswords()
	if err != nil {
		return err
	}
	hash, err := passwords.Hash(w.ctx, web.SamplePassword)
	if err != nil {
		return err
	}
	for _, a := range seed.Accounts() {
		id, err := st.AddAccount(w.ctx, store.Act{}, store.Account{Email: a.Email, Name: a.Name, Password: hash, Staff: a.Staff, Firm: a.Firm, Sample: true})
		if err != nil {
			return fmt.Errorf("add sample account: %w", err)
		}
		for _, m := range a.Members {
			partner, _, err := st.PartnerBySlug(w.ctx, m.Partner)
			if errors.Is(err, program.ErrNotFound) {
				continue // a sample so small that this partner is not in it
			}
			if err != nil {
				return err
			}
			if err := st.AddMember(w.ctx, store.Act{}, partner, id, m.Role); err != nil {
				return err
			}
		}
	}
	return st.SetMeta(w.ctx, store.MetaSample, "yes")
}

// fromCommandLine is who writes, for the audit trail.
func fromCommandLine() store.Act { return store.Act{By: store.CommandLine} }

// userCommand manages accounts from the command line, for whoever can read the database file anyway.
type userCommand struct {
	Add      userAdd      `cmd:"" help:"Add an account and print the link with which its owner chooses a password."`
	List     userList     `cmd:"" help:"List all accounts."`
	Password userPassword `cmd:"" help:"Print a link with which an account's owner chooses a new password."`
	Role     userRole     `cmd:"" help:"Say what an account does for the programme, or for a partner."`
	Disable  userDisable  `cmd:"" help:"Shut an account out and end its sessions."`
	Enable   userEnable   `cmd:"" help:"Let a disabled account in again."`
	NoSample userNoSample `cmd:"" help:"Shut the sample's accounts out for good, because this database is to become a real one."`
}

// linkHours is how long a link from the command line opens: somebody has to carry it to its owner.
const linkHours = 72

// roleFlags say what an account does.
type roleFlags struct {
	Role    string `required:"" enum:"admin,reviewer,auditor,none,viewer,editor,owner" help:"admin, reviewer, auditor or none for the programme; viewer, editor, owner or none for a partner."`
	Firm    string `help:"The auditor's firm."`
	Partner string `help:"Slug of the partner that the role is for."`
}

// Validate refuses roles that do not go with what they are for.
func (f roleFlags) Validate() error {
	member := program.Role(f.Role).Covers(program.Viewer)
	switch {
	case member && f.Partner == "":
		return fmt.Errorf("--role %s is for a partner: name it with --partner", f.Role)
	case !member && f.Role != "none" && f.Partner != "":
		return fmt.Errorf("--role %s is for the programme, not for a partner", f.Role)
	case (f.Role == "auditor") != (f.Firm != ""):
		return errors.New("an auditor has a --firm, and nobody else")
	}
	return nil
}

// grant gives an account its role.
func (f roleFlags) grant(w world, st *store.Store, id store.AccountID) error {
	if f.Partner == "" {
		staff := program.Staff(f.Role)
		if f.Role == "none" {
			staff = program.NoStaff
		}
		return st.SetStaff(w.ctx, fromCommandLine(), id, staff, f.Firm)
	}
	partner, _, err := st.PartnerBySlug(w.ctx, f.Partner)
	if err != nil {
		return fmt.Errorf("partner %s: %w", f.Partner, err)
	}
	if f.Role == "none" {
		return st.RemoveMember(w.ctx, fromCommandLine(), partner, id)
	}
	return st.AddMember(w.ctx, fromCommandLine(), partner, id, program.Role(f.Role))
}

// account opens the database and finds an account in it; then closes again.
func (d database) account(w world, email string, f func(*store.Store, store.Account) error) error {
	st, err := d.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	a, err := st.AccountByEmail(w.ctx, email)
	if errors.Is(err, program.ErrNotFound) {
		return fmt.Errorf("no account has the address %s", email)
	}
	if err != nil {
		return err
	}
	return f(st, a)
}

type linkFlags struct {
	BaseURL string `default:"http://127.0.0.1:8080" help:"Public address of the site, for the link that is printed." placeholder:"URL"`
}

// print makes a one-time link and prints it.
func (l linkFlags) print(w world, st *store.Store, a store.Account) error {
	token := web.Token()
	if err := st.AddPasswordLink(w.ctx, fromCommandLine(), a.ID, token, w.now().Add(linkHours*time.Hour)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w.stdout, "Within %d hours, %s chooses a password at\n%s/password/%s\n", linkHours, a.Email, strings.TrimSuffix(l.BaseURL, "/"), token)
	return err
}

type userAdd struct {
	database
	roleFlags
	linkFlags
	Email string `arg:"" help:"E-mail address."`
	Name  string `required:"" help:"The person's name."`
}

// Run adds the account.
func (c userAdd) Run(w world) error {
	if a, err := mail.ParseAddress(c.Email); err != nil || a.Address != c.Email {
		return fmt.Errorf("%q is no e-mail address", c.Email)
	}
	st, err := c.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	id, err := st.AddAccount(w.ctx, fromCommandLine(), store.Account{Email: c.Email, Name: c.Name})
	if errors.Is(err, program.ErrConflict) {
		return fmt.Errorf("%s has an account already", c.Email)
	}
	if err != nil {
		return err
	}
	if err := c.grant(w, st, id); err != nil {
		return fmt.Errorf("the account was added, without a role: %w", err)
	}
	return c.print(w, st, store.Account{ID: id, Email: c.Email})
}

type userList struct{ database }

// Run prints a line for each account.
func (c userList) Run(w world) error {
	st, err := c.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	accounts, err := st.Accounts(w.ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	for _, a := range accounts {
		what, err := describe(w, st, a)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", a.Email, a.Name, what)
	}
	return table.Flush()
}

type userPassword struct {
	database
	linkFlags
	Email string `arg:"" help:"E-mail address."`
}

// Run prints the link.
func (c userPassword) Run(w world) error {
	return c.account(w, c.Email, func(st *store.Store, a store.Account) error { return c.print(w, st, a) })
}

type userRole struct {
	database
	roleFlags
	Email string `arg:"" help:"E-mail address."`
}

// Run grants the role.
func (c userRole) Run(w world) error {
	return c.account(w, c.Email, func(st *store.Store, a store.Account) error { return c.grant(w, st, a.ID) })
}

type userDisable struct {
	database
	Email string `arg:"" help:"E-mail address."`
}

// Run shuts the account out.
func (c userDisable) Run(w world) error {
	return c.account(w, c.Email, func(st *store.Store, a store.Account) error {
		return st.SetDisabled(w.ctx, fromCommandLine(), a.ID, true)
	})
}

type userEnable struct {
	database
	Email string `arg:"" help:"E-mail address."`
}

// Run lets the account in again.
func (c userEnable) Run(w world) error {
	return c.account(w, c.Email, func(st *store.Store, a store.Account) error {
		return st.SetDisabled(w.ctx, fromCommandLine(), a.ID, false)
	})
}

type userNoSample struct{ database }

// Run says that the database is no sample any more.
func (c userNoSample) Run(w world) error {
	st, err := c.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	return st.ForgetSample(w.ctx, fromCommandLine())
}
