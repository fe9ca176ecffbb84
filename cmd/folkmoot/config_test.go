package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func ptr(s string) *string { return &s }

// settingsFile writes a folkmoot.yaml and returns its path.
func settingsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "folkmoot.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfig_AFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault(t *testing.T) {
	file := settingsFile(t, "url: https://file.example\ndata: /file\nlog: warn\nmetrics_listen: 127.0.0.1:1\n")
	environ := []string{"FOLKMOOT_URL=https://environment.example", "FOLKMOOT_DATA=/environment", "FOLKMOOT_HOST=not.ours", "FOLKMOOT_LOG="}
	c, err := loadConfig(settingFlags{Config: file, URL: ptr("https://Flag.example/")}, environ)
	if err != nil {
		t.Fatal(err)
	}
	if c.URL != "https://flag.example" || c.Host != "flag.example" {
		t.Errorf("url = %s, host = %s; the flag should have won", c.URL, c.Host)
	}
	if c.Data != "/environment" || c.Database != "/environment/folkmoot.db" {
		t.Errorf("data = %s, database = %s; the environment should have won", c.Data, c.Database)
	}
	if c.LogLevel != slog.LevelWarn || c.MetricsListen != "127.0.0.1:1" {
		t.Errorf("log = %s, metrics = %s; the file should have won", c.LogLevel, c.MetricsListen)
	}
	if c.Listen != ":8080" || !c.Limits || c.LogJSON || len(c.PrivateNetworks) != 0 || len(c.TrustedProxies) == 0 {
		t.Errorf("the defaults are %+v", c)
	}
}

func TestConfig_TheFileMayWriteListsAndTruth(t *testing.T) {
	file := settingsFile(t, "private_networks: [10.0.0.0/8, 192.168.7.9]\nlimits: off\nlog: [debug, json]\n")
	c, err := loadConfig(settingFlags{Config: file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.PrivateNetworks) != 2 || c.PrivateNetworks[1].String() != "192.168.7.9/32" || c.Limits || c.LogLevel != slog.LevelDebug || !c.LogJSON {
		t.Errorf("read %+v", c)
	}
}

func TestConfig_ABadValueIsNamedWithWhereItStandsAndAnExample(t *testing.T) {
	tests := []struct {
		flags   settingFlags
		environ string
		want    []string
	}{
		{settingFlags{URL: ptr("north.example")}, "", []string{`--url holds "north.example"`, "not a web address", "https://north.example"}},
		{settingFlags{}, "FOLKMOOT_URL=https://north.example/forum", []string{"FOLKMOOT_URL holds", "nothing after the host"}},
		{settingFlags{}, "FOLKMOOT_LISTEN=8080", []string{"FOLKMOOT_LISTEN holds", "127.0.0.1:8080"}},
		{settingFlags{}, "FOLKMOOT_LISTEN=:99999", []string{"the port is not a number"}},
		{settingFlags{}, "FOLKMOOT_DATABASE=mysql://localhost/x", []string{"mysql is not a database that Folkmoot knows", "postgres://"}},
		{settingFlags{}, "FOLKMOOT_PRIVATE_NETWORKS=10.0.0.0/8,intranet", []string{"intranet is not a network", "10.0.0.0/8"}},
		{settingFlags{}, "FOLKMOOT_PRIVATE_NETWORKS=0.0.0.0/0", []string{"too large for a private network"}},
		{settingFlags{}, "FOLKMOOT_LOG=loud", []string{"loud is none of debug"}},
		{settingFlags{}, "FOLKMOOT_SMTP_URL=http://mail.example", []string{"FOLKMOOT_SMTP_URL holds", "smtp:// or smtps://", "mail.example:587"}},
		{settingFlags{}, "FOLKMOOT_MAIL_FROM=somebody", []string{"FOLKMOOT_MAIL_FROM holds", "not an e-mail address"}},
		{settingFlags{Limits: ptr("perhaps")}, "", []string{`--limits holds "perhaps"`, "on or off"}},
		{settingFlags{PrivateNetworks: ptr("x")}, "", []string{"--private-networks holds"}},
		{settingFlags{Config: settingsFile(t, "log: loud\n")}, "", []string{"log in ", "folkmoot.yaml holds"}},
		{settingFlags{Config: settingsFile(t, "ur: https://north.example\n")}, "", []string{`"ur", which is no setting`, "url, listen"}},
		{settingFlags{Config: settingsFile(t, "url: [\n")}, "", []string{"cannot be read"}},
		{settingFlags{Config: "nowhere.yaml"}, "", []string{"There is no file nowhere.yaml."}},
	}
	for _, test := range tests {
		_, err := loadConfig(test.flags, []string{test.environ})
		if err == nil {
			t.Errorf("%v %s was taken", test.flags.given(), test.environ)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(explain(err), want) {
				t.Errorf("%v %s: %q lacks %q", test.flags.given(), test.environ, explain(err), want)
			}
		}
	}
}

func TestConfig_EverythingThatIsWrongIsSaidAtOnce(t *testing.T) {
	_, err := loadConfig(settingFlags{}, []string{"FOLKMOOT_URL=x", "FOLKMOOT_LOG=y"})
	if err == nil || strings.Count(err.Error(), "An example:") != 2 {
		t.Errorf("said %v", err)
	}
}

func TestConfig_WhereTheServerAnswersFollowsFromTheAddress(t *testing.T) {
	for base, want := range map[string]string{
		"http://localhost:8080":       "127.0.0.1:8080",
		"http://north.localhost:4001": "127.0.0.1:4001",
		"http://127.10.0.1:8780":      "127.10.0.1:8780",
		"http://[::1]:8080":           "[::1]:8080",
		"https://north.example":       ":8080",
		"http://intranet.example":     ":80",
		"http://10.0.0.7:9000":        ":9000",
	} {
		if got := listenFor(base); got != want {
			t.Errorf("%s: listens on %s, want %s", base, got, want)
		}
	}
}

func TestConfig_EverySettingHasAFlagAnExampleThatIsTakenAndADefaultThatIs(t *testing.T) {
	flags := settingFlags{
		URL: ptr(""), Listen: ptr(""), Data: ptr(""), Database: ptr(""), PrivateNetworks: ptr(""),
		TrustedProxies: ptr(""), MetricsListen: ptr(""), Log: ptr(""), Limits: ptr(""), SMTPURL: ptr(""), MailFrom: ptr(""), Clamav: ptr(""), Files: ptr(""),
	}
	given := flags.given()
	if len(given) != len(settings) {
		t.Errorf("%d flags, %d settings", len(given), len(settings))
	}
	for _, s := range settings {
		if _, ok := given[s.key]; !ok {
			t.Errorf("%s has no flag", s.key)
		}
		for _, value := range []string{s.fallback, s.example} {
			if err := s.read(new(Config), value); err != nil {
				t.Errorf("%s refuses %q itself: %v", s.key, value, err)
			}
		}
	}
}

func TestConfig_APasswordIsNeverPrinted(t *testing.T) {
	for _, value := range []string{
		"FOLKMOOT_SMTP_URL=smtp://folk:geheim@mail.example:99999", "FOLKMOOT_SMTP_URL=smtp://folk:ge/heim@mail.example",
		"FOLKMOOT_SMTP_URL=ftp://folk:geheim@x@mail.example", "FOLKMOOT_DATABASE=mysql://folk:geheim@localhost/x",
	} {
		_, err := loadConfig(settingFlags{}, []string{value})
		if err == nil || strings.Contains(explain(err), "heim") || !strings.Contains(explain(err), "folk:…@") {
			t.Errorf("%s: %v", value, err)
		}
	}
}

func TestConfig_LettersComeFromTheSiteUnlessToldOtherwise(t *testing.T) {
	for base, want := range map[string]string{
		"https://north.example": "folkmoot@north.example", "http://localhost:8080": "folkmoot@localhost",
		"http://127.10.0.1:8780": "folkmoot@[127.10.0.1]", "http://[::1]:8080": "folkmoot@[IPv6:::1]",
	} {
		c, err := loadConfig(settingFlags{URL: &base}, nil)
		if err != nil || c.MailFrom.Address != want || c.SMTP != nil {
			t.Errorf("%s: %q, %v (%v), want %s", base, c.MailFrom, c.SMTP, err, want)
		}
	}
	c, err := loadConfig(settingFlags{MailFrom: ptr("North <events@north.example>"), SMTPURL: ptr("smtp://u:p@mail.example")}, nil)
	if err != nil || c.MailFrom.Name != "North" || c.MailFrom.Address != "events@north.example" || c.SMTP == nil {
		t.Errorf("%+v (%v)", c, err)
	}
}
