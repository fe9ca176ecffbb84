package main

import "github.com/folkmoot/folkmoot/models"

// calendar is what the people of the play hold, on all three sites.
var calendar = []demoEvent{
	{
		in: "ward-safety@academy", by: "bronwen@academy", at: "9d 08:30", day: 5, from: "12:30", to: "13:15", title: "Standing blood pressure: bring your card",
		body: `
Forty-five minutes over lunch. Three wards show what is on their card, what happened to it, and what they would do differently.
No slides. Bring the card, the sticker or the photograph of where it used to be.`,
		event: models.Event{
			Online: "https://live.tarnside.example/falls", Room: "https://rooms.tarnside.example/falls", Capacity: 12, Category: "Webinar",
			Agenda: "12:30 Hello, and what is on your card\n12:40 Three wards, five minutes each\n13:00 What to try before the spring", Speakers: "Bronwen Hale\nKofi Mensah-Boyd",
			Access: "Live captions. Say in the chat if you would rather not be on camera.",
		},
		yes: "kofi@academy priya@academy imran@academy jo@city maureen@charity ines@charity", maybe: "lena@academy glyn@charity",
	},
	{
		in: "ward-safety@academy", by: "kofi@academy", at: "8d 21:00", day: 16, from: "07:45", to: "08:15", title: "Night shift round table",
		body:  "For people who come off nights. Half an hour, with toast, in the seminar room by the lifts. What did last night teach you?",
		event: models.Event{Place: "Seminar room 2, Ashdale General", Capacity: 4, Category: "Meeting", Access: "Level access. There is no hearing loop in this room."},
		yes:   "tomasz@academy imran@academy bronwen@academy asha@academy", maybe: "priya@academy",
	},
	{
		in: "preceptors@academy", by: "lena@academy", at: "12d 10:00", day: 9, from: "14:00", to: "15:00", title: "Preceptors' hour",
		body:  "One question from each of us, one hour, nobody minutes it. Every third week from now.",
		event: models.Event{Room: "https://rooms.tarnside.example/hour", Category: "Meeting"}, rule: "FREQ=WEEKLY;INTERVAL=3;COUNT=6",
		yes: "kofi@academy tomasz@academy nadia@charity cath@city",
	},
	{
		in: "peer-support@city", by: "marlon@city", at: "10d 16:00", day: 3, from: "18:00", to: "20:00", title: "Tea at the boat house",
		body:  "No agenda. The kettle goes on at six. If you run a group and nobody ever asks how *you* are, this is for you.",
		event: models.Event{Place: "The boat house, Wharfgate", Capacity: 20, Category: "Get-together", Access: "Two steps at the door; ring and we bring the ramp. Quiet room upstairs."},
		yes:   "jo@city cath@city dev@city maureen@charity wes@charity asha@academy", maybe: "edie@city",
	},
	{
		in: "peer-support@city", by: "jo@city", at: "7d 09:00", day: 12, from: "10:00", to: "16:00", title: "Starting a group: a day for beginners",
		body:  "How to find the first six people, what to say in the first ten minutes, and how to end well.",
		event: models.Event{Place: "Wharfgate Library, upper floor", Capacity: 30, Joining: models.JoinApproval, Category: "Training", Speakers: "Two people who have done it"},
	},
	{
		in: "helpline-practice@charity", by: "glyn@charity", at: "6d 11:00", day: 7, from: "11:00", to: "12:00", title: "Listening in silence: practice calls",
		body:  "We practise the pause. Pairs, ten minutes each way, then talk.",
		event: models.Event{Room: "https://rooms.fernlight.example/calls", Capacity: 16, Category: "Training"},
		yes:   "wes@charity amina@charity lena@academy cath@city",
	},
	{
		in: "lived-experience@charity", by: "maureen@charity", at: "11d 13:00", day: 20, from: "13:00", to: "17:00", title: "Summer picnic",
		body:  "Everyone who has ever written here, and whoever brought them.",
		event: models.Event{Place: "Fernlight gardens", Category: "Celebration"}, yes: "sam@charity ines@charity marlon@city", cancelled: true,
	},
	{
		in: "lived-experience@charity", by: "ines@charity", at: "20d 10:00", day: -6, from: "15:00", to: "16:30", title: "What we wish you had asked",
		body:  "Four people who have been patients answer the questions that nobody put to them.",
		event: models.Event{Place: "Fernlight House", Category: "Talk", Recording: "https://films.fernlight.example/asked", Notes: "**Thirty-one people came.** The question that was named most: *What matters to you today?*"},
		yes:   "maureen@charity bronwen@academy imran@academy",
	},
}
