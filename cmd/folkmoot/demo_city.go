package main

import "github.com/folkmoot/folkmoot/models"

// demoCity is the network of a city's voluntary organisations.
var demoCity = demoSite{
	key: "city", label: "wharfgate", name: "Wharfgate Voluntary Network", region: "The city of Wharfgate", contact: "office@wharfgate.example", accent: "#8a3b12",
	about: `
Two hundred and eleven groups and charities in one city, from the Friday lunch club to the food hub that
feeds nine hundred households. This is where the people who keep them going talk shop.

We are run from two desks above the old tram office. The kettle is always on.`,
	people: []demoPerson{
		{
			name: "cath", title: "Cath Doyle", role: "Network coordinator", organisation: "Wharfgate Voluntary Network", place: "Wharfgate",
			askAbout: "who does what in the city, small grants, room hire",
			about:    "I have two hours a week for this and I spend them gladly. If a thing can be done over a cup of tea, that is how I do it.",
		},
		{
			name: "marlon", title: "Marlon Reid", role: "Peer support worker", organisation: "Quayside Recovery Café", place: "Quayside",
			askAbout: "starting a peer group, ground rules, endings",
			about:    "I run groups because one ran me home once. Six years of Tuesdays.",
		},
		{
			name: "sofia", title: "Sofia Brandt", role: "Volunteer manager", organisation: "Wharfgate Food Hub", place: "Millgate",
			askAbout: "role descriptions, first shifts, volunteers who drive", about: "A hundred and forty volunteers, eleven vans, one spreadsheet that must never be sorted.",
		},
		{
			name: "jo", title: "Jo Larkin", role: "Carer, group host", organisation: "Tuesday Carers", place: "Wharfgate",
			askAbout: "caring at a distance, sitting services, being cross",
			about:    "I look after my dad and, on Tuesdays, a room of people who look after somebody.",
		},
		{
			name: "dev", title: "Dev Chaudhry", role: "Befriending scheme lead", organisation: "Good Afternoon Wharfgate", place: "Eastbank",
			askAbout: "matching, phone befriending, expenses", about: "We ring people up and we keep on ringing.",
		},
		{
			name: "edie", title: "Edie Nkemelu", role: "Youth worker", organisation: "The Boatshed", place: "Quayside",
			askAbout: "young volunteers, references, safeguarding in a boathouse", about: "Most of my volunteers are sixteen and better organised than I am.",
		},
		{
			name: "hamish", title: "Hamish Toller", role: "Treasurer of three charities", organisation: "Wharfgate Food Hub", place: "Wharfgate",
			askAbout: "budgets, claiming expenses, reserves", about: "Retired from a bank. Making up for it.",
		},
		{
			name: "dougal", title: "Dougal Finch", role: "Sales", organisation: "SureGrip Hosiery", place: "Wharfgate",
			askAbout: "socks", about: "Ask me about our autumn prices!",
		},
	},
	communities: []demoCommunity{
		{
			charter: models.Charter{
				Name: "peer-support", Title: "Peer support in Wharfgate", Visibility: models.Public, Joining: models.JoinOpen,
				Purpose:   "So that nobody who opens a room for others has to work out alone how to do it.",
				Domain:    "Groups in which people who live with something support each other: how they start, hold together and end.",
				Community: "People who host groups, people who go to them, and workers who send others there.",
				Practice:  "We share opening words, ground rules and hard moments, and we visit each other's groups.",
				Gain:      "Words for the moment when you have none.",
				Agreement: "Your own story is yours to tell; other people's are not. We do not give medical advice. If somebody is in danger, ring 999 first and write here afterwards.",
			},
			organiser: "marlon", facilitators: "jo",
			members: "cath dev edie asha@academy imran@academy maureen@charity wes@charity nadia@charity ines@charity",
		},
		{
			charter: models.Charter{
				Name: "volunteer-coordinators", Title: "Volunteer coordinators", Visibility: models.Public, Joining: models.JoinRequest,
				Purpose:   "So that people who give their time are glad that they did.",
				Domain:    "Finding, welcoming, keeping and saying goodbye to volunteers, in groups with no personnel department.",
				Community: "Whoever looks after volunteers, whatever it says on their badge.",
				Practice:  "We pass round what we have written, and once a quarter we try to improve one page of it together.",
				Gain:      "Papers that you may copy, and somebody to ring.",
				Agreement: "Copy anything, and say where it is from. No names of volunteers.",
			},
			organiser: "sofia", facilitators: "cath",
			members: "dev edie hamish nadia@charity ines@charity", waiting: "jo asha@academy",
		},
		{
			charter: models.Charter{
				Name: "safeguarding-leads", Title: "Safeguarding leads", Visibility: models.MembersOnly, Joining: models.JoinRequest,
				Purpose:   "A closed room for those who carry the safeguarding phone.",
				Agreement: "No names, no cases. Dates, ways of working, and how we are.",
			},
			organiser: "edie", members: "cath dev",
		},
	},
}
