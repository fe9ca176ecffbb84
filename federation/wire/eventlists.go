package wire

import "github.com/folkmoot/folkmoot/models"

// Attendees writes how many come to an event, and not who: that is between them and those who hold it.
func (w Writer) Attendees(it *models.Item, coming int) ([]byte, error) {
	return w.Collection(it.URI+"/attendees", coming)
}

// Upcoming writes the ids of the events of a community that are to come, the earliest first (FEP-8a8e, upcomingEvents).
func (w Writer) Upcoming(community *models.Actor, events []string) ([]byte, error) {
	return w.ordered(w.upcoming(community), anys(events), listing{total: len(events), by: community.URI, name: community.Display()})
}

func (w Writer) upcoming(community *models.Actor) string { return community.URI + "/upcoming" }

// Series writes the ids of the occurrences of a series that others know of, the earliest first, and the rule, which is
// for sites of our software alone: nobody else sends one.
func (w Writer) Series(id string, community *models.Actor, title, rule string, events []string) ([]byte, error) {
	return w.ordered(id, anys(events), listing{total: len(events), by: community.URI, name: title, more: document{"folkmoot:rrule": rule}})
}
