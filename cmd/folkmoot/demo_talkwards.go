package main

var wardTalk = []demoThread{
	{
		in: "ward-safety@academy", by: "bronwen@academy", at: "21d 09:00", pinned: true, locked: "A welcome, not a discussion. Start a thread of your own!",
		title: "Start here: how this community works",
		body: `
Welcome. Three things to know, and then you know everything.

- **Ask early.** A half-formed question on a Tuesday is worth more than a finished report in March.
- **Say what you tried**, how many people it touched, and what happened. "Nothing" is a result.
- **Never anything that could point at a patient or a colleague.** Not a bed number, not a date, not "the
lady who". If in doubt, leave it out, or ask me or @kofi@academy first.

You do not need to work on a ward. Some of the best things here were said by people who had lain on one.`,
		likes: "kofi@academy maureen@charity jo@city",
	},
	{
		in: "ward-safety@academy", by: "bronwen@academy", at: "19d 09:10", title: "Lying and standing blood pressure: how do you make it happen on a busy take?",
		body: `
We all know we should: lie for five minutes, measure; stand, measure within the first minute; measure again at
three minutes. On our last audit it was done properly for four people in ten. For most of the rest there was one
sitting reading, which tells us nothing.

What I hear when I ask why:

1. "There was no time to wait for five minutes."
2. "I was not sure what to write down, or what counts as a drop."
3. "They could not stand, so I left it."

We are going to try a card on the machine itself and pairing it with the morning medicines round, when people are
lying down anyway. Before I print two hundred cards: **what has worked for you**, and what did you try that did not?
#falls`,
		likes: "priya@academy ines@charity imran@academy",
		replies: []demoReply{
			{by: "kofi@academy", after: "1h5m", likes: "bronwen@academy", body: `
Tried the card. It lasted eight days and then the machine went to another ward and never came back.

What stuck was who does it. Our care assistants do the lying reading with the early morning observations, before
anybody sits up, because at six o'clock everyone has been lying for hours. The five minutes are free. Then it only
needs the two standing ones, and that takes less time than arguing about it.`},
			{by: "priya@academy", after: "40m", likes: "bronwen@academy", body: `
From the pharmacy side: tell us the numbers, not "postural drop present". Twenty or more off the top number, or ten
off the bottom, or the person says they feel giddy whatever the numbers say. If I see 148 lying and 121 standing in
the notes I will look at the chart that same morning. If I see a tick I have to go and ask somebody, and by then
they are at lunch.`},
			{by: "imran@academy", after: "3h", body: `
Community view. Half of those I see after a fall at home never had it done in hospital, and their tablets went up
while they were in. Please put it in the discharge letter, even when it is normal. A normal one in September saves
me an hour in October.`, likes: "bronwen@academy"},
			{by: "ines@charity", after: "5h", to: 1, body: `
Carers ask me about this one often: "Nobody told us, so at home she just gets up." If you have found a drop, could
whoever takes the reading say it aloud to the person and to whoever sits beside the bed? *Sit on the edge, count to
sixty, then stand.* It takes ten seconds and it goes home with them.`, likes: "bronwen@academy"},
			{by: "bronwen@academy", after: "18h", likes: "kofi@academy", body: `
This is why I ask before I print. So, from Monday, on one ward, for two weeks:

- lying reading with the six o'clock round (thank you, @kofi@academy);
- numbers in the notes, not a tick (@priya@academy will look at each one);
- the words of @ines@charity said aloud, to the person and to the visitor;
- one line in the discharge letter, normal or not.

No card. I will report back whatever happens.`},
			{by: "bronwen@academy", after: "216h", likes: "imran@academy", body: `
Reporting back. Of 38 people admitted, 31 had all three readings; before, it was 12 of 30. Nine had a drop that nobody
had known of, and for six of them something was stopped or halved. It fell apart on the two days when we had agency
cover at six. So the next thing to work on is the handover sheet, not the people.`},
		},
	},
	{
		in: "ward-safety@academy", by: "kofi@academy", at: "13d 07:40", title: "We moved the call bells. Here is what changed",
		body: `
Written at the end of a night, so plain.

Most of our falls were people on the way to the toilet, on their own, between four and six in the morning. We had
been telling them to ring. Then one of our students lay down in a bed, by herself, as a patient would, and could not
reach the bell with her left arm. It is clipped to the right of every bed, because that is where the socket is.

So for one month:

- at eleven o'clock, with the last drinks, we ask **"which hand would you ring with?"** and clip it there;
- at four we go round and offer the toilet before anybody has to decide to go alone.

Falls between four and six: five in the month before, one in the month after. I know that is small numbers. The
better number is that the bells rang *more*, and nobody minded.`,
		likes: "bronwen@academy maureen@charity jo@city",
		replies: []demoReply{
			{by: "tomasz@academy", after: "2h30m", body: `
I was the other student. Can confirm that lying in the bed taught me more than the e-learning did. We now do it
with everyone in their first week: five minutes, flat, with the curtains closed. People go very quiet.`, likes: "kofi@academy"},
			{by: "maureen@charity", after: "3h10m", likes: "kofi@academy", body: `
Speaking as somebody who has lain there. The bell is one half. The other half is that I do not ring because I have
seen how busy you are, and I was brought up not to make a fuss. The nurse who said to me "please ring, it is less
work for me than picking you up" was the first one I ever rang for.`},
			{by: "kofi@academy", after: "6h", to: 2, likes: "maureen@charity", body: `
I have read that out at handover, word for word. Two people wrote it on their hands. Thank you.`},
			{by: "jo@city", after: "4h", body: `
Dad cannot tell left from right on a bad day, but he can squeeze. We tie a bit of red wool round the cable at home
so he sees where it is. Costs nothing, comes off for the wash.`, likes: "kofi@academy"},
			{by: "bronwen@academy", after: "20h", body: `
Two other wards want to try the eleven o'clock question. @asha@academy, could we have a short call of everyone who
tries it, so that we count the same way? Half an hour, cameras off allowed.`},
			{by: "asha@academy", after: "1h", to: 5, body: `
Done: Thursday week at two. I will put the counting sheet into this thread beforehand; it has three columns and
I shall resist all attempts at a fourth.`, likes: "kofi@academy"},
		},
	},
	{
		in: "ward-safety@academy", by: "maureen@charity", at: "5d 10:20", title: "What I wish somebody had told me before I fell",
		body: `
Bronwen asked me for this, and I have been putting it off.

I fell in hospital at half past three in the afternoon with two nurses in sight. I was not confused and I was not
being brave. I had been told to "stay put" by one person and to "keep moving" by another, both of them kind, and I
picked the one I liked better.

What would have helped:

- **One answer.** Written where I can see it: *Maureen walks with one person and a frame, until Thursday.*
- **My own shoes.** I had slipper socks, and the floor had been polished.
- **Somebody asking what I was worried about.** I was worried about being sent home too soon. That is why I was walking:
to show that I could.

I was lucky: a bruise and a long sulk. I tell it because I think that the third point is the one nobody writes down.`,
		likes: "bronwen@academy ines@charity kofi@academy",
		replies: []demoReply{
			{by: "bronwen@academy", after: "50m", body: `
Thank you for putting it off only this long. "To show that I could": I have heard it in other words a dozen times and
never once put it in a care plan. It will be in the next one.`, likes: "maureen@charity"},
			{by: "ruth@academy", after: "2h", body: `
I read this in a meeting in which we were discussing flooring. We are now discussing the whiteboard above the bed
instead. One answer, in the person's own words, changed only by whoever last walked with them. I should like two
wards to try it before Christmas, and I will find the pens.`, likes: "bronwen@academy", edited: `
I read this in a meeting in which we were discussing flooring. We are now discussing the whiteboard above the bed
instead: one answer, in the person's own words, changed only by whoever last walked with them. I should like two
wards to try it before the end of the year, and I will find the pens.

*(Edited: a colleague pointed out that not everybody has Christmas.)*`},
			{by: "kofi@academy", after: "9h", to: 2, body: `
Ours will be one of the two. We will need a cloth as well as pens: last time the boards said "nil by mouth" for a week
after it had stopped being true.`, likes: "ruth@academy"},
			{by: "jo@city", after: "14h", likes: "maureen@charity", body: `
The worry about being sent home too soon has a twin: the carer who is worried that they will be. If somebody asked us
both in the same minute you would get the true story in one go. @ines@charity has been saying this for years.`},
			{by: "maureen@charity", after: "3h", to: 4, body: `
Yes. Ask us in the same minute, and then give us a minute.`, likes: "jo@city"},
		},
	},
	{
		in: "ward-safety@academy", by: "dougal@city", at: "11d 16:05", title: "20% off non-slip hosiery for your unit!!!",
		body: `
Hello wards! SureGrip non-slip socks come in six colours and NHS blue. Order forty pairs before Friday and the
forty-first is free. Ring me any time.`,
		removed: "Advertising. Dougal, you are welcome to tell us what you have learned about floors; please leave the prices at the door.",
	},
}
