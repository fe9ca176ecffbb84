package main

var helplineTalk = []demoThread{
	{
		in: "helpline-practice@charity", by: "glyn@charity", at: "14d 17:00", pinned: true, title: "Silence on the line",
		body: `
New listeners fill it, on average, after four seconds. I have counted. A caller who is getting ready to say the thing
they rang for needs about nine.

So we practise. Two chairs, back to back. One says a sentence that they have been given, and then nothing. The other may
not speak until they have breathed out twice. Most people find it unbearable the first time, and funny the third.

Breathing out twice turns out to be about nine seconds. I did not know that when we made it up.

What do you do with silence, and how do you teach it? #helpline`,
		likes: "nadia@charity marlon@city tomasz@academy",
		replies: []demoReply{
			{by: "nadia@charity", after: "40m", body: `
What I add, for the phone: after the second breath you may make a small sound, so that they know the line has not gone.
Not "mm-hm", which means *go on*. More like putting down a cup.`, likes: "glyn@charity"},
			{by: "marlon@city", after: "2h", likes: "glyn@charity", body: `
In a room it is the opposite: everybody can see that you are there, so they fear for the one who is silent. I say, once,
"we have time". Then I look at the floor, as it gives people somewhere to look.`},
			{by: "tomasz@academy", after: "4h", likes: "glyn@charity", body: `
Tried the two breaths at a bedside tonight. I had asked how somebody was, and I would have left after "fine". After the
second breath she told me what she had come to hospital with. It is not the same as what is in the notes.`},
			{by: "lena@academy", after: "13h", to: 3, body: `
@glyn@charity, would you come and do the two chairs with our preceptors? An hour, in spring. I think that half of
feedback is this.`, likes: "tomasz@academy"},
			{by: "glyn@charity", after: "2h", to: 4, body: `
With pleasure. I shall bring the sentences. They are better than mine, having been written by callers' families.`, likes: "lena@academy"},
		},
	},
	{
		in: "helpline-practice@charity", by: "nadia@charity", at: "2d 13:10", title: "Looking after the people who listen: what do you do in the half hour after?",
		body: `
We are good at before (training) and at during (a supervisor on every shift). I am not sure that we are good at **after**.
At present a listener closes the log, writes three words on the board, and goes home on the bus with it.

What others have told me they do: a walk to the corner and back before the coat goes on; ringing a colleague, for
exactly ten minutes, about anything else; a line in a notebook that stays in the drawer; a biscuit that one may only have
then.

I should like to try three of these properly for a month and ask people how they slept. What does your half hour look
like, and does anyone do it well for people who listen **from home**? That is a third of ours now.`,
		likes: "glyn@charity cath@city lena@academy",
		replies: []demoReply{
			{by: "cath@city", after: "1h5m", likes: "nadia@charity", body: `
Dev's befrienders are all at home. They have a telephone tree: whoever ends a call rings the next person on the list and
says "done". That is all. If they want to say more they do. It began as a safety thing and became the nicest part of the
week.`},
			{by: "tomasz@academy", after: "3h20m", body: `
The car park, with the engine off and one song. I used to think that I was putting off the drive. Now I think that the
song is the half hour.`, likes: "nadia@charity"},
			{by: "wes@charity", after: "2h", body: `
I listen from home, Thursdays. I take off my headset, put it in the bread bin, and shut the lid. My wife knows not to
make toast until I have been round the garden.`, likes: "nadia@charity"},
			{by: "nadia@charity", after: "16h", likes: "wes@charity", body: `
The bread bin goes on the list, and the tree, and the song. A month from Monday, then. If you listen, on whichever site
you are, and would take part: reply here with the one you choose. I will ask you four short questions at the end, and
share what comes of it in this thread.`},
		},
	},
}

// insideTalk is what never leaves its site, and a notice.
var insideTalk = []demoThread{
	{
		in: "staffroom@academy", by: "asha@academy", at: "6d 08:30", title: "Thursday's learning set has moved to the green room",
		body: `
The big room has a leak, again. We are in the green room, same time; there are fourteen chairs and sixteen of us, so
those who like to stand will be popular. I have ordered sandwiches, a third of them without anything that ever had a face.`,
		likes: "lena@academy",
		replies: []demoReply{
			{by: "lena@academy", after: "25m", body: `I shall stand. Please keep me one with egg.`, likes: "asha@academy"},
		},
	},
	{
		in: "safeguarding-leads@city", by: "edie@city", at: "12d 18:00", title: "Reflection, last Wednesday of the month",
		body: `
Half past five at the Boatshed, upstairs, phones in the basket. We begin with how we are. Cath brings the soup.`,
		replies: []demoReply{
			{by: "cath@city", after: "2h", body: `Lentil. See you there. If either of you carries the phone that week, ring me first and I will take it for the hour.`, likes: "edie@city"},
		},
	},
	{
		in: "notices@charity", by: "sam@charity", at: "1d 09:00", title: "You can now follow us from where you are",
		body: `
Three sites that work together can see each other's public communities from today: Fernlight, Wharfgate Voluntary Network
and Tarnside Academy. If you have an account on one of them you can join in on the others, without a new password.

What is for members or for one site only stays there. If something looks odd, or is hard to use with your screen reader
or your phone, please tell me: here, or by ringing the office.`,
		likes: "maureen@charity cath@city asha@academy",
		replies: []demoReply{
			{by: "cath@city", after: "1h20m", body: `
I am writing this from Wharfgate, in my own kitchen, with my own password. It took me less time than the kettle.`, likes: "sam@charity"},
			{by: "asha@academy", after: "45m", to: 1, body: `And I am reading it in Tarnside. Hello, both of you.`, likes: "sam@charity"},
		},
	},
}
