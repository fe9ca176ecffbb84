package main

import "github.com/folkmoot/folkmoot/models"

// demoCharity is a national charity with a helpline.
var demoCharity = demoSite{
	key: "charity", label: "fernlight", name: "Fernlight", region: "All four nations", contact: "talk@fernlight.example", accent: "#5b3a8c",
	about: `
Fernlight is for people who live with a long-term condition and for those who care about them. We run a
helpline, train the people who answer it, and carry what callers tell us to those who plan care.

Most of us who write here live with something ourselves. We say so when it helps.`,
	people: []demoPerson{
		{
			name: "sam", title: "Sam Osei-Lund", role: "Digital and partnerships", organisation: "Fernlight", place: "Leam Cross",
			askAbout: "this site, partner sites, accessibility",
			about:    "I keep the lights on here. Tell me when something is hard to use; that is a fault of the thing and not of you.",
		},
		{
			name: "maureen", title: "Maureen Tighe", role: "Lived-experience adviser", organisation: "Fernlight", place: "Carrowby",
			askAbout: "telling your story, reading letters aloud, large print",
			about:    "Thirty years of rheumatoid arthritis and one of doing this. I use a screen magnifier, so long tables and I do not get on.",
		},
		{
			name: "glyn", title: "Glyn Prosser", role: "Helpline manager", organisation: "Fernlight", place: "Carrowby",
			askAbout: "difficult calls, rotas, listening", about: "Forty volunteers, eleven thousand calls a year, and one rule: nobody goes home with a call still in their head.",
		},
		{
			name: "nadia", title: "Nadia Kowal", role: "Volunteer trainer", organisation: "Fernlight", place: "Leam Cross",
			askAbout: "training listeners, supervision, shadowing", about: "I teach people to say less.",
		},
		{
			name: "wes", title: "Wes Aldous", role: "Volunteer", organisation: "", place: "Quarry Bank",
			askAbout: "COPD, pulmonary rehab, walking slowly", about: "Retired quarryman. Lungs like a wet accordion, legs still good.",
		},
		{
			name: "ines", title: "Inês Carvalho", role: "Carers' programme", organisation: "Fernlight", place: "Leam Cross",
			askAbout: "carers, plain words, translation", about: "I ask carers what they need and then I go on asking.",
		},
		{
			name: "amina", title: "Dr Amina Farouk", role: "Medical adviser", organisation: "Fernlight", place: "Carrowby",
			askAbout: "fatigue, appointments that work", about: "Rheumatologist two days a week, adviser to Fernlight on the third. Happy to be corrected by people who live with it.",
		},
	},
	communities: []demoCommunity{
		{
			charter: models.Charter{
				Name: "lived-experience", Title: "Lived experience", Visibility: models.Public, Joining: models.JoinOpen,
				Purpose:   "So that those who plan care hear from those who live with it, on fair terms.",
				Domain:    "Living with a long-term condition, and being asked about it: by services, researchers, newspapers and well-meaning people.",
				Community: "People who live with something, carers, and professionals who want to listen before they plan.",
				Practice:  "We trade what helps: letters, questions, ways to say no. We read drafts for each other and for services that ask.",
				Gain:      "To be heard, and to hear how others manage.",
				Agreement: "You need give no name, no job and no diagnosis. Nobody is asked for proof. Professionals say that they are, and ask before they quote.",
			},
			organiser: "maureen", facilitators: "ines",
			members: "sam wes glyn amina marlon@city jo@city ruth@academy bronwen@academy imran@academy",
		},
		{
			charter: models.Charter{
				Name: "helpline-practice", Title: "Helpline practice", Visibility: models.Public, Joining: models.JoinOpen,
				Purpose:   "So that whoever picks up the phone has others behind them.",
				Domain:    "Listening by telephone and in writing: how to do it, how to teach it, how to stay well while doing it.",
				Community: "Listeners, trainers and managers of helplines and warm lines, large and very small.",
				Practice:  "We work through hard moments without a caller in them, and keep a shelf of exercises.",
				Gain:      "Better silences.",
				Agreement: "Nothing about any caller, not even changed. If a call is still with you, ring your supervisor before you write here.",
			},
			organiser: "glyn", facilitators: "nadia",
			members: "wes amina sam marlon@city jo@city cath@city dev@city tomasz@academy lena@academy",
		},
		{
			charter: models.Charter{
				Name: "notices", Title: "Fernlight notices", Visibility: models.Public, Joining: models.JoinOpen, Restricted: true,
				Purpose: "Helpline hours, new leaflets and other news of Fernlight. Only our staff start threads here; everybody may reply.",
			},
			organiser: "sam", facilitators: "glyn",
			members: "maureen wes ines nadia cath@city asha@academy",
		},
	},
}
