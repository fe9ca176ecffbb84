//go:build browser

package journeys

// A site is one running server, as the stories know it.
type site struct {
	Name    string            `json:"name"`
	URL     string            `json:"url"`
	Welcome string            `json:"welcome"` // the one-time address at which the first admin sets it up
	Env     map[string]string `json:"env"`     // with which the program finds this site
}
