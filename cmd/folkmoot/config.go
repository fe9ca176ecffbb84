package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	netmail "net/mail"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/models/blob"
)

// A Config is what depends on the machine that a site runs on. What an administrator decides in the browser
// is in the database (models.Settings).
type Config struct {
	URL             string         // public address without a slash at the end: "https://north.example"
	Host            string         // its canonical host, with the port when that is not the scheme's own
	Listen          string         // "host:port" or ":port", where the server answers
	Data            string         // folder of pictures and of the SQLite database
	Database        string         // "postgres://…", or the path of the SQLite database
	PrivateNetworks []netip.Prefix // may be contacted although private, over plain http too
	TrustedProxies  []netip.Prefix // may say for whom they ask (X-Forwarded-For)
	MetricsListen   string         // "host:port" of the metrics; "" for none
	LogLevel        slog.Level
	LogJSON         bool
	SMTP            *mail.Way       // the mail server; nil: letters are kept in a folder
	MailFrom        netmail.Address // in whose name letters go out
	Bucket          *blob.Bucket    // where files are kept; nil: in the data folder
	Scanner         *blob.Scanner   // looks for what is harmful in files; nil: nothing does
	Limits          bool            // rate limits are in force
}

// settingFlags are the settings as flags, which every command takes.
type settingFlags struct {
	Config          string  `help:"File of settings (default folkmoot.yaml, which may be missing)." placeholder:"FILE"`
	URL             *string `name:"url" help:"Public address of the site." placeholder:"URL"`
	Listen          *string `help:"Address to answer on." placeholder:"HOST:PORT"`
	Data            *string `help:"Folder of the site's files." placeholder:"DIR"`
	Database        *string `help:"postgres://… or a file; empty: SQLite in the data folder." placeholder:"URL"`
	PrivateNetworks *string `help:"Private networks that may be contacted." placeholder:"CIDR,…"`
	TrustedProxies  *string `help:"Networks whose X-Forwarded-For is believed." placeholder:"CIDR,…"`
	MetricsListen   *string `help:"Address to answer Prometheus on." placeholder:"HOST:PORT"`
	Log             *string `help:"debug, info, warn or error; text or json." placeholder:"WORDS"`
	SMTPURL         *string `name:"smtp-url" help:"Mail server; empty: letters are kept in the data folder." placeholder:"URL"`
	MailFrom        *string `help:"Sender of letters (default folkmoot@ and the host)." placeholder:"ADDRESS"`
	Files           *string `help:"Object store of files; empty: the data folder." placeholder:"URL"`
	Clamav          *string `help:"Scanner of files; empty: files are not scanned." placeholder:"URL"`
	Limits          *string `help:"on, or off for measurements." placeholder:"on|off"`
}

func (f settingFlags) given() map[string]any {
	given := map[string]any{}
	for key, value := range map[string]*string{
		"url": f.URL, "listen": f.Listen, "data": f.Data, "database": f.Database,
		"private_networks": f.PrivateNetworks, "trusted_proxies": f.TrustedProxies,
		"metrics_listen": f.MetricsListen, "log": f.Log, "limits": f.Limits, "smtp_url": f.SMTPURL, "mail_from": f.MailFrom, "clamav": f.Clamav, "files": f.Files,
	} {
		if value != nil {
			given[key] = *value
		}
	}
	return given
}

// defaultFile is where the settings are looked for when nothing names a file.
const defaultFile = "folkmoot.yaml"

const envPrefix = "FOLKMOOT_"

// loadConfig reads the settings: a flag beats the environment, which beats the file, which beats the default.
// Every setting that is wrong is named, with what it holds and an example.
func loadConfig(flags settingFlags, environ []string) (Config, error) {
	v := values{koanf.New("."), map[string]string{}}
	for _, s := range settings {
		if err := v.add(map[string]any{s.key: s.fallback}, "the default of %s"); err != nil {
			return Config{}, err
		}
	}
	if err := v.addFile(flags.Config); err != nil {
		return Config{}, err
	}
	if err := v.addEnvironment(environ); err != nil {
		return Config{}, err
	}
	if err := v.add(flags.given(), "--%s"); err != nil {
		return Config{}, err
	}
	return v.config()
}

// values are the settings as they were written, and where each was written.
type values struct {
	all  *koanf.Koanf
	from map[string]string // "--url", "FOLKMOOT_URL"
}

// add puts a layer over those that are there. where says how the place is called; %s stands for the setting.
func (v values) add(layer map[string]any, where string) error {
	for key, value := range layer {
		if err := v.all.Set(key, value); err != nil {
			return fmt.Errorf("read setting %s: %w", key, err)
		}
		v.from[key] = fmt.Sprintf(where, flagName(key))
	}
	return nil
}

func (v values) addFile(path string) error {
	asked := path != ""
	if !asked {
		path = defaultFile
	}
	k := koanf.New(".")
	err := k.Load(file.Provider(path), yaml.Parser())
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return advise("There is no file %s.", path)
	case err != nil:
		return advise("%s cannot be read: %v", path, err)
	}
	layer := k.Raw()
	for key := range layer {
		if settingNamed(key) == nil {
			return advise("%s holds %q, which is no setting. The settings are: %s.", path, key, strings.Join(settingKeys(), ", "))
		}
	}
	for key, value := range layer {
		if err := v.add(map[string]any{key: value}, "%s in "+path); err != nil {
			return err
		}
		v.from[key] = key + " in " + path
	}
	return nil
}

func (v values) addEnvironment(environ []string) error {
	k := koanf.New(".")
	err := k.Load(env.Provider(".", env.Opt{
		Prefix:      envPrefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			key := strings.ToLower(strings.TrimPrefix(name, envPrefix))
			if settingNamed(key) == nil || value == "" {
				return "", nil // left empty, or somebody else's: compose.yaml has one of its own
			}
			return key, value
		},
	}), nil)
	if err != nil {
		return fmt.Errorf("read environment: %w", err)
	}
	for key, value := range k.Raw() {
		if err := v.add(map[string]any{key: value}, ""); err != nil {
			return err
		}
		v.from[key] = envName(key)
	}
	return nil
}

// config turns the values into a Config, and says of all that are wrong what is wrong with them.
func (v values) config() (Config, error) {
	var c Config
	var wrong []string
	for _, s := range settings {
		value := v.text(s.key)
		if err := s.read(&c, value); err != nil {
			wrong = append(wrong, fmt.Sprintf("%s holds %q: %v. An example: %s", v.from[s.key], shown(value), err, s.example))
		}
	}
	if len(wrong) > 0 {
		return Config{}, advice(strings.Join(wrong, "\n"))
	}
	if c.Listen == "" {
		c.Listen = listenFor(c.URL)
	}
	if c.Database == "" {
		c.Database = c.ownDatabase()
	}
	if c.MailFrom.Address == "" {
		c.MailFrom.Address = mailFor(c.URL)
	}
	return c, nil
}

// letters is the folder of letters that go nowhere, because no mail server is named.
func (c Config) letters() string { return filepath.Join(c.Data, "mail") }

// ownDatabase is where the database lies when nothing names it.
func (c Config) ownDatabase() string { return filepath.Join(c.Data, "folkmoot.db") }

// text is a value as it would be written in the environment: YAML also has lists, numbers and truth.
func (v values) text(key string) string {
	switch value := v.all.Get(key).(type) {
	case nil:
		return ""
	case []any:
		parts := make([]string, len(value))
		for n, one := range value {
			parts[n] = fmt.Sprint(one)
		}
		return strings.Join(parts, ",")
	default:
		return strings.TrimSpace(fmt.Sprint(value))
	}
}

func settingNamed(key string) *setting {
	n := slices.IndexFunc(settings, func(s setting) bool { return s.key == key })
	if n < 0 {
		return nil
	}
	return &settings[n]
}

func settingKeys() []string {
	keys := make([]string, len(settings))
	for n, s := range settings {
		keys[n] = s.key
	}
	return keys
}

func envName(key string) string  { return envPrefix + strings.ToUpper(key) }
func flagName(key string) string { return strings.ReplaceAll(key, "_", "-") }
