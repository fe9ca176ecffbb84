package main

import "github.com/folkmoot/folkmoot/models"

// demoAcademy is a regional academy for people who work in health and care.
var demoAcademy = demoSite{
	key: "academy", label: "tarnside", name: "Tarnside Academy", region: "The northern valleys", contact: "hello@tarnside.example", accent: "#0f6b5c",
	about: `
Tarnside Academy brings together people who work in health and care across the northern valleys: on wards,
in clinics, in care homes and in people's own homes. We do not lecture. We make room for people who do the
same work to learn from each other.

Our communities are open to people from other sites whom we know: the voluntary network in Wharfgate, and
Fernlight. You need no account here to take part, only one there.`,
	people: []demoPerson{
		{
			name: "asha", title: "Asha Raman", role: "Community manager", organisation: "Tarnside Academy", place: "Tarnside",
			askAbout: "starting a community, quiet communities, finding the right person",
			about:    "I look after this place. If you cannot find something, or someone, ask me. I would rather answer the same question ten times than have you give up once.",
		},
		{
			name: "bronwen", title: "Bronwen Hale", role: "Falls prevention lead, physiotherapist", organisation: "Ashdale General", place: "Ashdale",
			askAbout: "falls, standing blood pressure, footwear, measuring without drowning",
			about:    "Physiotherapist for twenty-two years, the last nine of them spent on falls. Fell myself in 2019, off a perfectly good kerb.",
		},
		{
			name: "kofi", title: "Kofi Mensah-Boyd", role: "Charge nurse, older people's ward", organisation: "Ashdale General", place: "Ashdale",
			askAbout: "night shifts, call bells, getting a whole team to try something",
			about:    "Nights, mostly. I like small changes that cost nothing and that you can undo on Monday.",
		},
		{
			name: "imran", title: "Imran Sadiq", role: "District nurse", organisation: "Valley Community Care", place: "Upper Tarn",
			askAbout: "home visits, lone working, what happens after discharge",
			about:    "I see people at home, where nothing is where the leaflet says it is. Often on my phone, so forgive the typing.",
		},
		{
			name: "lena", title: "Lena Okonjo-Marsh", role: "Practice educator", organisation: "Tarnside Academy", place: "Tarnside",
			askAbout: "preceptorship, feedback, supernumerary time", about: "I run the preceptorship programme. Three hundred newly registered people a year, and every one of them has a rota.",
		},
		{
			name: "tomasz", title: "Tomasz Wilk", role: "Newly registered nurse", organisation: "Ashdale General", place: "Ashdale",
			askAbout: "being new", about: "Qualified in September. Writing things down so that next year's lot do not have to find them out.",
		},
		{
			name: "priya", title: "Priya Venn", role: "Ward pharmacist", organisation: "Ashdale General", place: "Ashdale",
			askAbout: "medicines that make people fall, deprescribing", about: "Ask me before you stop it, and ask me before you start it.",
		},
		{
			name: "ruth", title: "Ruth Pellow", role: "Director of nursing", organisation: "Ashdale General", place: "Ashdale",
			askAbout: "making the case, time to learn", about: "I read more than I write here, and I do read. If you need somebody to say that an hour for this is an hour well spent, I will say it.",
		},
	},
	communities: []demoCommunity{
		{
			charter: models.Charter{
				Name: "ward-safety", Title: "Safer wards", Visibility: models.Public, Joining: models.JoinOpen,
				Purpose:   "So that no ward has to learn from a fall what another ward has already learned.",
				Domain:    "Harm that can be prevented while people are in our care: falls above all, then dehydration, pressure damage and delirium.",
				Community: "Nurses, therapists, pharmacists, care assistants, students and night staff; people who have been patients, and those who care for them.",
				Practice:  "Small tests of change, told in plain words: what we tried, what happened, what we would do differently.",
				Gain:      "An honest answer within a day, and things that you can try on your next shift.",
				Agreement: "We talk about how things work, not about who did wrong. Nothing here can identify a patient or a colleague. We say what did not work, too.",
			},
			organiser: "bronwen", facilitators: "kofi",
			members: "asha imran priya tomasz lena ruth jo@city dougal@city maureen@charity ines@charity glyn@charity",
		},
		{
			charter: models.Charter{
				Name: "preceptors", Title: "Preceptors' corner", Visibility: models.Public, Joining: models.JoinOpen,
				Purpose:   "So that the first year in the job is one that people stay after.",
				Domain:    "Preceptorship and the first year: protected time, feedback, confidence, and going home on time.",
				Community: "Preceptors, practice educators, ward managers and people in their first year; volunteer trainers are welcome, since they do the same thing under another name.",
				Practice:  "We swap ways of doing it, sit in on each other's sessions, and keep a list of what new starters wish they had known.",
				Gain:      "Company, and something to take to your next rota meeting.",
				Agreement: "What is said about a hard week stays here. New people's questions come first.",
			},
			organiser: "lena", facilitators: "",
			members: "asha kofi tomasz ruth imran nadia@charity glyn@charity cath@city",
		},
		{
			charter: models.Charter{
				Name: "staffroom", Title: "Staff room", Visibility: models.SiteOnly, Joining: models.JoinOpen,
				Purpose: "Rooms, dates and biscuits: what only concerns those of us who have an account here.",
			},
			organiser: "asha", members: "lena bronwen kofi",
		},
	},
}
