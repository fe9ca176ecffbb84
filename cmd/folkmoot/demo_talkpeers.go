package main

var peerTalk = []demoThread{
	{
		in: "peer-support@city", by: "marlon@city", at: "18d 14:00", pinned: true, title: "Opening a group: what do you say in the first five minutes?",
		body: `
I have opened some three hundred groups and I still get it wrong when I am tired. These are my words now, and I am told
that they work:

> You are welcome here. You can say a lot, or a little, or nothing; all three are taking part. What you tell stays
> here. You may get up and go out whenever you like, and if you do, one of us will look in on you, only to see that
> you are all right. There is tea. We end at eight, whatever happens.

I used to open with the rules. It made people sit as if they were in court. The rules are on the wall now, and we read
one of them each week.

What are your first five minutes? I am collecting them, with your leave, for the people who start groups next spring.
#peersupport`,
		likes: "jo@city asha@academy wes@charity",
		replies: []demoReply{
			{by: "jo@city", after: "1h", likes: "marlon@city", body: `
For carers the clock matters most. Mine is: "Who has to leave early, and when? I will tell you when it is time, so
that you can stop looking at the door." You see thirty shoulders come down.`},
			{by: "wes@charity", after: "3h", likes: "marlon@city", body: `
Breathing group here, so we begin by not talking. Two minutes of everybody getting their breath after the stairs, me
included, and nobody has to explain the noise. Then I say my name and what the stairs were like. Everyone has
something to say about the stairs.`},
			{by: "asha@academy", after: "5h", to: 1, body: `
I have borrowed this for a meeting of ward managers. It works on them too.`, likes: "jo@city"},
			{by: "nadia@charity", after: "20h", likes: "marlon@city", body: `
One thing from telephone groups, where nobody can see who is nodding: we say "I will not ask anybody by name". People
who dread being called on cannot listen while they are dreading it.`},
			{by: "marlon@city", after: "26h", body: `
Five beginnings already and I have used three. I will put them on one page, large print first (yes, @maureen@charity),
and bring it back here before it goes anywhere.`, likes: "jo@city"},
		},
	},
	{
		in: "peer-support@city", by: "jo@city", at: "10d 20:15", title: "When somebody stops coming",
		body: `
A man came to us every Tuesday for a year and then he did not. I have his number. I have not rung it.

If I ring, it may be that I am pushing. If I do not, it may be that nobody does. We never agreed on anything about it,
as one does not, at the beginning, when everybody has just come.

What do you do? And has anyone found a way of agreeing on it beforehand that does not sound like a contract?`,
		likes: "marlon@city maureen@charity cath@city",
		replies: []demoReply{
			{by: "marlon@city", after: "35m", likes: "jo@city", body: `
Ring. Not tonight; tomorrow, in daylight. "It is Jo from Tuesdays. You need not come back and you need not tell me why.
I only wanted you to know that your chair was noticed." Then stop talking.

And afterwards ring me, whatever he says.`},
			{by: "maureen@charity", after: "12h", likes: "jo@city", body: `
I was the one who stopped coming, once. Two people rang. One asked when I would be back, and I never was. The other
said she had kept my mug. I went back for the mug.`},
			{by: "ines@charity", after: "2h", body: `
Beforehand: we ask everybody in their second week, never the first, "if you are away for a while, would you like us to
ring, to write, or to leave you be?" It is a card with three boxes. Nearly all tick *ring*. Those who tick *leave you
be* are glad to have been asked.`, likes: "jo@city"},
			{by: "jo@city", after: "22h", likes: "marlon@city", body: `
I rang. He has moved to his daughter's, two hundred miles away, and had thought it rude to say so by text. He cried a
bit and so did I. He asked whether there is a Tuesday up there.

@asha@academy, is there? Somewhere near Upper Tarn.`},
			{by: "imran@academy", after: "1h40m", to: 4, likes: "jo@city", body: `
There is: the chapel hall at Upper Tarn, Wednesdays at two, and they have a ramp. I am in and out of there anyway, and
I will say that somebody may come. No name needed. He can ask for the one with the bicycle clips.`},
		},
	},
	{
		in: "peer-support@city", by: "wes@charity", at: "3d 12:30", title: "A walking group that leaves nobody behind?",
		body: `
We have a dozen people who would like to walk together and no two of them at the same pace. Last time the quick ones
waited at every bench, so the slow ones never got to sit on it.

I have looked at loops, so that everyone meets in the middle; at going by time and not by distance; and at giving up
and calling it a standing group. Has anybody made this work? Flat ground, a toilet, and tea at the end are a must.`,
		likes: "marlon@city jo@city dev@city",
		replies: []demoReply{
			{by: "dev@city", after: "1h15m", body: `
There and back by the clock. Everyone sets off together, and when the whistle goes at fifteen minutes everyone turns
round, wherever they are. The slow are now in front, and all are home at half past. Nobody waits and nobody is waited
for. We have done it along the canal for two summers.`, likes: "wes@charity"},
			{by: "wes@charity", after: "25m", to: 1, likes: "dev@city", body: `
The slow are in front! I have told four people already and they all laughed out loud. Whistle is bought.`},
			{by: "edie@city", after: "4h", body: `
Three of my young people need outdoor hours for an award and would bring a flask each. They walk very slowly indeed if
there is somebody to talk to. Shall I send them?`, likes: "wes@charity"},
			{by: "cath@city", after: "2h", to: 3, body: `
Yes, and I will cover the bus. @wes@charity, the tram office has a ramp, a toilet and a kettle, and it stands by the
flattest mile in the city. Come and look at it on Friday?`, likes: "wes@charity"},
		},
	},
}
