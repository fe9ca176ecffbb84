package main

import "github.com/folkmoot/folkmoot/models"

// shelf is what the communities of the play keep in their libraries.
var shelf = []demoDocument{
	{
		in: "ward-safety@academy", at: "21d 09:30", title: "Lying and standing blood pressure: the card", review: 200,
		body: `
One card for each bed. On one side what to do, in five lines; on the other room for one name and two numbers.

Print it on thick paper, four to a sheet. It wants to be held. #falls #bloodpressure`,
		document: models.Document{
			Folder: []string{"Cards and posters"}, Authors: "Bronwen Hale, Kofi Mensah-Boyd", Licence: models.Licences[1].URL,
			Cite: "Hale B., Mensah-Boyd K.: Lying and standing blood pressure. A card. Tarnside Academy.",
		},
		files: []demoFile{
			{by: "bronwen@academy", name: "blood-pressure-card.pdf", made: paper, text: `
Lying and standing blood pressure
Take it lying, after five minutes of rest.
Help the person up. Stay beside them.
Take it again after one minute, and after three.
Ask: are you dizzy? Do your legs hold you?
A drop of 20 or more: ring the ward pharmacist today.`},
			{by: "kofi@academy", at: "12d 22:30", note: "Large enough to read at night, and room for the name", name: "blood-pressure-card.pdf", made: paper, text: `
Lying and standing blood pressure
Name: ..........................................
1. Lying, after five minutes of rest: ......... / .........
2. Help the person up. Stay beside them.
3. Standing, after one minute: ......... / .........
4. Standing, after three minutes: ......... / .........
5. Ask: are you dizzy? Do your legs hold you?
A drop of 20 or more: ring the ward pharmacist today.
Cannot stand? Sitting on the edge of the bed, and write "sitting".`},
		},
		used: []demoUse{
			{"priya@academy", "9d 12:00", "On every round. Four people are off a tablet that nobody had looked at since spring."},
			{"imran@academy", "7d 19:10", "Works at a kitchen table too."},
			{"jo@city", "5d 08:40", "For Dad. It hangs on the fridge."},
			{"lena@academy", "4d 10:00", ""},
		},
	},
	{
		in: "ward-safety@academy", at: "15d 06:50", title: "Where people fell on ward 7",
		body: `
Nine weeks of falls, drawn on the plan of the ward. Red is night, yellow is day. Look at the way to the lavatory, and then at where the
lights are. #falls #nights`,
		document: models.Document{Folder: []string{"Measuring"}, Authors: "Kofi Mensah-Boyd and the night staff of ward 7"},
		files:    []demoFile{{by: "kofi@academy", name: "ward-7-plan.png", made: wardPlan}},
		used:     []demoUse{{"bronwen@academy", "14d 09:00", "Took it to the estates meeting. We have the skirting lights."}},
	},
	{
		in: "ward-safety@academy", at: "18d 16:20", title: "Falls, week by week", body: "Count yours the same way, and we can lay them side by side. #falls",
		document: models.Document{Folder: []string{"Measuring"}, Licence: models.Licences[0].URL},
		files: []demoFile{{by: "bronwen@academy", name: "falls-by-week.csv", made: plain, text: `
week,falls,near misses,readings taken standing
1,6,2,11
2,5,4,19
3,7,3,22
4,4,6,30
5,5,8,37
6,3,9,41
7,4,7,52
8,3,11,58
9,3,10,64`}},
	},
	{
		in: "ward-safety@academy", at: "20d 13:45", title: "Medicines to look at after a fall", review: -3,
		body:     "Two sides, in the order in which I would look. It is a year old: three of the names have changed, and I should be grateful for a second pair of eyes. #medicines",
		document: models.Document{Folder: []string{"Medicines"}, Authors: "Priya Venn", Licence: models.Licences[3].URL},
		files: []demoFile{{by: "priya@academy", name: "medicines-after-a-fall.odt", made: letter, text: `
Medicines to look at after a fall
Anything that was begun or raised in the last two weeks.
Anything for sleep. Anything that makes the mouth dry.
Tablets for blood pressure, above all two that were begun by two different people.
Ask what they take from the shop, and from their sister.
Ask before you stop it, and ask before you start it.`}},
		used: []demoUse{{"tomasz@academy", "13d 21:30", "In my pocket on nights."}},
	},
	{
		in: "preceptors@academy", at: "19d 11:00", title: "The first twelve weeks", review: 90,
		body: `
One page for each week: what to show, what to ask, and when to send somebody home. Change what does not fit your ward.

> Week five is the hard one. Put something kind into it.`,
		document: models.Document{Authors: "Lena Okonjo-Marsh and forty preceptors", Licence: models.Licences[2].URL, Folder: []string{"Programme"}},
		files: []demoFile{{by: "lena@academy", name: "first-twelve-weeks.pdf", made: paper, text: `
The first twelve weeks
Week 1: the kettle, the keys, the names.
Week 2: one patient, the whole day.
Week 3: handover, with somebody beside you.
Week 4: say one thing that you would do differently.
Week 5: the hard one. Go home on time.
Week 6: half way. What do you do without thinking now?

Weeks seven to twelve
Week 7: a bay of your own.
Week 8: a telephone call to a family.
Week 9: a night, with company.
Week 10: teach somebody what you learned in week 2.
Week 11: what do you want to learn next year?
Week 12: cake.`}},
		used: []demoUse{
			{"kofi@academy", "16d 05:30", "All of it, but week 9 came first for us."},
			{"nadia@charity", "8d 12:30", "Weeks 1 to 6, for new listeners. Cake in week 6."},
		},
	},
	{
		in: "preceptors@academy", at: "14d 20:10", title: "Questions for a Friday",
		body:     "Five minutes at the end of the week. Ask one of them, and wait.",
		document: models.Document{Folder: []string{"Talking"}},
		files: []demoFile{
			{by: "tomasz@academy", name: "friday-questions.txt", made: plain, text: `
What went better than last week?
What do you still not dare to ask?
Who helped you, and do they know?`},
			{by: "tomasz@academy", at: "6d 17:00", note: "A fourth, from Ruth", name: "friday-questions.txt", made: plain, text: `
What went better than last week?
What do you still not dare to ask?
Who helped you, and do they know?
What should I, as your director, have done about it?`},
		},
	},
	{
		in: "peer-support@city", at: "20d 18:00", title: "Ground rules to start from",
		body: `
Nine rules. No group has ever kept all nine: cross out three together in the first meeting, and the rest are yours. #groundrules #starting`,
		document: models.Document{Folder: []string{"Starting"}, Authors: "Marlon Reid", Licence: models.Licences[1].URL},
		files: []demoFile{
			{by: "marlon@city", name: "ground-rules.odt", made: letter, text: `
Ground rules to start from
What is said here stays here. What is learned here may leave.
Nobody has to speak.
We speak of ourselves.
We do not mend each other.
Telephones sleep.`},
			{by: "jo@city", at: "10d 09:20", note: "Two about time, and one about biscuits", name: "ground-rules.odt", made: letter, text: `
Ground rules to start from
What is said here stays here. What is learned here may leave.
Nobody has to speak.
We speak of ourselves.
We do not mend each other.
Telephones sleep.
We begin on time, whoever is missing.
We end on time, whatever is not said.
Whoever eats the last biscuit brings the next ones.`},
		},
		used: []demoUse{
			{"edie@city", "9d 17:00", "With sixteen-year-olds. They added one about laughing."},
			{"nadia@charity", "8d 10:15", "For our listeners' evenings."},
			{"dev@city", "6d 11:00", ""},
		},
	},
	{
		in: "peer-support@city", at: "11d 10:30", title: "How to end a group", review: -10,
		body:     "Groups end. This is how ours did, twice: once badly. #ending",
		document: models.Document{Folder: []string{"Ending"}, Authors: "Jo Larkin"},
		files: []demoFile{{by: "jo@city", name: "how-to-end-a-group.md", made: plain, text: `
# How to end a group

- Decide it together, a month before.
- Say what each of us takes along.
- Swap numbers only if all want to.
- Eat something.`}},
	},
	{
		in: "volunteer-coordinators@city", at: "17d 15:00", title: "Role description on one page",
		body:     "What it is, when it is, who is there with you, and how to stop. #papers",
		document: models.Document{Folder: []string{"Papers to copy"}, Authors: "Sofia Brandt", Licence: models.Licences[0].URL},
		files: []demoFile{
			{by: "sofia@city", name: "role-description.odt", made: letter, text: "What you would do\nWhen, and how long it takes\nWho is there with you\nHow to stop"},
			{by: "cath@city", at: "7d 16:10", note: "Expenses stand at the top now", name: "role-description.odt", made: letter, text: "We pay your fare, on the day, in cash\nWhat you would do\nWhen, and how long it takes\nWho is there with you\nHow to stop"},
		},
		used: []demoUse{{"dev@city", "5d 14:00", "For twelve new callers."}, {"ines@charity", "4d 09:00", "Translated into Portuguese; I can send it to whoever wants it."}},
	},
	{
		in: "volunteer-coordinators@city", at: "16d 12:00", title: "What expenses we pay", review: -20, body: "Last year's figures. Hamish looks at them in the autumn. #expenses",
		document: models.Document{Folder: []string{"Papers to copy", "Money"}, Authors: "Hamish Toller"},
		files:    []demoFile{{by: "hamish@city", name: "expenses.csv", made: plain, text: "what,how much,proof\nbus,all of it,ticket\ncar,45p a mile,postcode\nlunch after four hours,£6,none\ncare while you are here,ask first,receipt"}},
	},
	{
		in: "safeguarding-leads@city", at: "13d 08:00", title: "Who rings whom, and when", body: "For the inside of the cupboard door.",
		files: []demoFile{{by: "edie@city", name: "who-rings-whom.txt", made: plain, text: "Danger now: 999, then me.\nToday: whoever has the telephone.\nThis week: write it down, date it, bring it on Monday."}},
	},
	{
		in: "lived-experience@charity", at: "19d 14:30", title: "A letter before the appointment",
		body: `
Send it a week before. It says who you are, what you want to talk about, and what you do not want to be asked again. In large print. #letters #appointments`,
		document: models.Document{Folder: []string{"Letters"}, Authors: "Maureen Tighe", Licence: models.Licences[0].URL},
		files: []demoFile{{by: "maureen@charity", name: "letter-before-the-appointment.odt", made: letter, text: `
Dear ..........................
I am coming to see you on ..........................
What matters to me this time: ..........................
What I have told you before, and would rather not tell again: ..........................
Please speak towards my left ear.`}},
		used: []demoUse{
			{"imran@academy", "12d 20:00", "Two people sent me one. Both visits took half as long and were twice as good."},
			{"amina@charity", "10d 13:00", "My secretary now sends an empty one with the date."},
			{"wes@charity", "3d 10:30", ""},
		},
	},
	{
		in: "lived-experience@charity", at: "9d 17:15", title: "A poster for the waiting room", body: "For the wall opposite the chairs. Print it as large as your printer goes.",
		document: models.Document{Authors: "Inês Carvalho", Licence: models.Licences[1].URL, Folder: []string{"Posters"}},
		files: []demoFile{{by: "ines@charity", name: "what-matters-to-you-today.pdf", made: paper, text: `
What matters to you today?
You may bring somebody.
You may ask twice.
You may say that you did not understand.
You may take your time. It is yours.`}},
	},
	{
		in: "helpline-practice@charity", at: "18d 10:00", title: "Twenty silences: an exercise in pairs", review: 30,
		body: `
Forty minutes, two chairs back to back, one of them with the sheet. You practise not to fill what need not be filled. #silence #training`,
		document: models.Document{Folder: []string{"Exercises"}, Authors: "Nadia Kowal", Licence: models.Licences[2].URL, Cite: "Kowal N.: Twenty silences. Fernlight, helpline practice."},
		files: []demoFile{
			{by: "nadia@charity", name: "twenty-silences.pdf", made: paper, text: "Twenty silences\nSit back to back.\nOne reads a line, and then says nothing.\nThe other waits for as long as it takes.\nTalk about what it was like to wait."},
			{by: "nadia@charity", at: "11d 15:30", note: "What to do when somebody cries", name: "twenty-silences.pdf", made: paper, text: "Twenty silences\nSit back to back.\nOne reads a line, and then says nothing.\nThe other waits for as long as it takes.\nSomebody cries: stop, turn the chairs round, have tea.\nTalk about what it was like to wait."},
		},
		used: []demoUse{{"marlon@city", "8d 21:00", "With a group that talks a lot. It talked less."}, {"glyn@charity", "6d 16:00", "All forty of us, in three evenings."}},
	},
	{
		in: "helpline-practice@charity", at: "16d 18:45", title: "After a hard call", review: -1, body: "For the wall beside the telephone. Our rule has changed: two people to ring now, not one.",
		document: models.Document{Folder: []string{"Staying well"}, Authors: "Glyn Prosser"},
		files:    []demoFile{{by: "glyn@charity", name: "after-a-hard-call.txt", made: plain, text: "Put the receiver down. Stand up.\nDrink something.\nRing a colleague. Say: I have had one.\nNobody goes home with a call still in their head."}},
	},
	{
		in: "notices@charity", at: "8d 09:00", title: "Helpline hours", body: "To print and hang up.",
		document: models.Document{Authors: "Fernlight"},
		files:    []demoFile{{by: "sam@charity", name: "helpline-hours.pdf", made: paper, text: "When you can ring us\nMonday to Friday: eight in the morning to ten at night\nSaturday and Sunday: noon to ten\nHolidays too. Calls are free."}},
	},
	{
		in: "staffroom@academy", at: "10d 08:30", title: "The boiler, and who has which key", body: "Please keep it here and not on the door.",
		files: []demoFile{{by: "asha@academy", name: "boiler-and-keys.txt", made: plain, text: "The boiler sulks below four degrees. Press twice, count to thirty, press once.\nFront door: Asha, Lena. Seminar room: ask at the desk."}},
	},
}
