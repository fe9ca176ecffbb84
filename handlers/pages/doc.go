// Package pages is how people see the site in a browser and what they do there. Its files are named for what they show:
// home.go, community.go, thread.go, person.go and so on; what is written and changed is in compose.go, verbs.go and
// members.go.
//
// A handler reads the request, calls one operation of models.Site, and fills a view of package web. It knows no rules:
// what somebody may do is asked of models.May to decide what to offer, and decided again by the operation. Only handlers
// imports it.
package pages
