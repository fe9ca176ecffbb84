package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set when the program is built for release.
var version = development

// commands are everything that the program can do. Scripts depend on the names.
type commands struct {
	settingFlags

	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	Serve   serveCommand   `cmd:"" help:"Run the site."`
	Demo    demoCommand    `cmd:"" help:"Run three example sites on this machine that talk to each other; they are kept if --data names a folder."`
	Doctor  doctorCommand  `cmd:"" help:"Check that the site works, and works for others."`
	Version versionCommand `cmd:"" help:"Say which version this is."`
	Health  healthCommand  `cmd:"" hidden:"" help:"Ask the running site whether it is well; for containers."`

	ReadFile readFileCommand `cmd:"" hidden:"" help:"Find the words of a file; for the server."`

	Account    accountCommands    `cmd:"" help:"Accounts of people."`
	Community  communityCommands  `cmd:"" help:"Communities and who is what in them."`
	Federation federationCommands `cmd:"" help:"With which other sites this one deals."`
	Moderate   moderateCommands   `cmd:"" help:"Lock, pin or remove a post or reply."`
	Mail       mailCommands       `cmd:"" help:"E-mails."`

	Search   searchCommand    `cmd:"" help:"Find what was said and shared, with the address of each."`
	Post     postCommand      `cmd:"" help:"Start a discussion in a community."`
	Event    eventCommands    `cmd:"" help:"Add, answer and cancel events."`
	Document documentCommands `cmd:"" help:"Add documents to the library of a community."`
	Import   importCommands   `cmd:"" help:"Take in what lies in a folder."`
	Export   exportCommands   `cmd:"" help:"Write into a folder what is kept here."`
	Article  articleCommands  `cmd:"" help:"Publish articles."`
	Wiki     wikiCommands     `cmd:"" help:"Write pages of a community's wiki."`
	Reply    replyCommand     `cmd:"" help:"Reply to a post or a reply."`
	Edit     editCommand      `cmd:"" help:"Change what one wrote."`
	Delete   deleteCommand    `cmd:"" help:"Delete what one wrote."`
	Like     likeCommand      `cmd:"" help:"Like a post or a reply."`
	Follow   followCommand    `cmd:"" help:"Join or follow a community, or follow a person."`
}

// A shell is where the program was started: what a command reads and writes besides the database.
type shell struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
	flags    settingFlags
}

// say writes a line for the one who gave the command.
func (sh *shell) say(format string, args ...any) {
	_, _ = fmt.Fprintf(sh.out, format+"\n", args...) // a reader that went away is no fault of the command
}

// config reads the settings anew.
func (sh *shell) config() (Config, error) { return loadConfig(sh.flags, sh.environ) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	sh := &shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ()}
	code := run(ctx, sh, os.Args[1:])
	stop()
	os.Exit(code)
}

// newParser reads arguments into c.
func newParser(c *commands, more ...kong.Option) (*kong.Kong, error) {
	return kong.New(c, append(more, kong.Name("folkmoot"),
		kong.Description("A community server that talks to others. Settings are flags, FOLKMOOT_… variables, or lines of folkmoot.yaml."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.WithHyphenPrefixedParameters(true))...)
}

// run does what the arguments say. It returns 0, or 1 when that did not work and it has been said why.
func run(ctx context.Context, sh *shell, args []string) int {
	var c commands
	left := -1 // what the parser wants to end the program with, once it has shown its help
	parser, err := newParser(&c, kong.Writers(sh.out, sh.err), kong.Exit(func(code int) { left = code }))
	if err != nil {
		fmt.Fprintln(sh.err, err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if left >= 0 {
		return left
	}
	if err != nil {
		fmt.Fprintf(sh.err, "%s\nSee: folkmoot --help\n", sentence(err.Error()))
		return 1
	}
	sh.flags = c.settingFlags
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(sh); err != nil {
		fmt.Fprintln(sh.err, explain(err))
		if conf, wrong := sh.config(); wrong == nil && conf.LogLevel <= slog.LevelDebug {
			fmt.Fprintf(sh.err, "In full: %v\n", err)
		}
		return 1
	}
	return 0
}
