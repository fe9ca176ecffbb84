// Package response is how every reply for people leaves: pages, redirects, refusals, pictures and feeds, each with the
// headers that belong to it. It is the one place where a refusal becomes a status, and where what the domain knows of
// people, communities and items becomes what the templates of web show.
//
// The packages of handlers import it, and nothing else does.
package response
