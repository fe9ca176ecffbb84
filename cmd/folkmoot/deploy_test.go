package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/knadh/koanf/parsers/yaml"
)

// The files here are read by Docker, Compose and systemd, none of which runs in the tests; so the tests hold on to what
// they promise: that they parse, that they name settings which exist, and that they ask for no more rights than needed.

func deployFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCompose_RunsTwoProcessesOnOneDatabaseBehindCaddy(t *testing.T) {
	file, err := yaml.Parser().Unmarshal([]byte(deployFile(t, "compose.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	services := file["services"].(map[string]any)
	proxy := file["configs"].(map[string]any)["caddyfile"].(map[string]any)["content"].(string)

	var databases []string
	for name, service := range services {
		service := service.(map[string]any)
		if !strings.HasPrefix(name, "app") {
			continue
		}
		databases = append(databases, service["environment"].(map[string]any)["FOLKMOOT_DATABASE"].(string))
		if !strings.Contains(proxy, name+":8080") {
			t.Errorf("Caddy passes nothing to %s:\n%s", name, proxy)
		}
		if _, published := service["ports"]; published {
			t.Errorf("%s is reachable past Caddy", name)
		}
	}
	if len(databases) != 2 || databases[0] != databases[1] {
		t.Errorf("two processes should share a database, got %q", databases)
	}
}

func TestCompose_EveryNamedVolumeAndServiceIsThere(t *testing.T) {
	file, err := yaml.Parser().Unmarshal([]byte(deployFile(t, "compose.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	services := file["services"].(map[string]any)
	volumes := file["volumes"].(map[string]any)
	for name, service := range services {
		service := service.(map[string]any)
		mounts, _ := service["volumes"].([]any)
		for _, mount := range mounts {
			volume, _, _ := strings.Cut(mount.(string), ":")
			if _, ok := volumes[volume]; !ok {
				t.Errorf("%s mounts %s, which is not among the volumes", name, volume)
			}
		}
		for _, other := range dependencies(service["depends_on"]) {
			if _, ok := services[other]; !ok {
				t.Errorf("%s depends on %s, which is no service", name, other)
			}
		}
	}
}

// dependencies reads both forms that Compose knows: a list of names, and a table of names and conditions.
func dependencies(value any) []string {
	var names []string
	switch value := value.(type) {
	case []any:
		for _, name := range value {
			names = append(names, name.(string))
		}
	case map[string]any:
		for name := range value {
			names = append(names, name)
		}
	}
	return names
}

func TestDockerfile_RunsAStaticProgramWithoutRootAndAsksItsHealth(t *testing.T) {
	text := deployFile(t, "Dockerfile")
	for _, want := range []string{
		"CGO_ENABLED=0 ", "-trimpath", "-X main.version=", "distroless/static", "USER 65532",
		"VOLUME /data", "FOLKMOOT_DATA=/data", `CMD ["/folkmoot", "health"]`, `ENTRYPOINT ["/folkmoot"]`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the Dockerfile lost %q", want)
		}
	}
}

var unitLine = regexp.MustCompile(`^(\[[A-Z][a-z]+\]|[A-Z][A-Za-z]+=.*|#.*|)$`)

func TestUnit_ParsesAndKeepsTheServiceAwayFromTheRestOfTheSystem(t *testing.T) {
	lines := strings.Split(deployFile(t, "docs/how-to/folkmoot.service"), "\n")
	for i, line := range lines {
		if !unitLine.MatchString(line) {
			t.Errorf("line %d is no line of a unit: %q", i+1, line)
		}
	}
	for _, want := range []string{
		"ExecStart=/usr/local/bin/folkmoot serve", "DynamicUser=yes", "StateDirectory=folkmoot", "ProtectSystem=strict",
		"ProtectHome=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "SystemCallFilter=@system-service",
		"Environment=FOLKMOOT_DATA=/var/lib/folkmoot",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the unit lost %q", want)
		}
	}
}

func TestDeploymentFiles_NameOnlySettingsThatExist(t *testing.T) {
	// Compose's own, from which it makes FOLKMOOT_URL and the name of Caddy's site.
	known := []string{"FOLKMOOT_HOST"}
	for _, s := range settings {
		known = append(known, "FOLKMOOT_"+strings.ToUpper(s.key))
	}
	for _, path := range []string{"compose.yaml", "Dockerfile", "docs/how-to/folkmoot.service"} {
		for _, name := range regexp.MustCompile(`FOLKMOOT_[A-Z_]+`).FindAllString(deployFile(t, path), -1) {
			if !slices.Contains(known, name) {
				t.Errorf("%s names %s, which is no setting", path, name)
			}
		}
	}
}
