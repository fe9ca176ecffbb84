package main

// articles is what the communities of the play tell at length.
var articles = []demoArticle{
	{
		in: "ward-safety@academy", by: "bronwen@academy", at: "10d 08:00", title: "The card that fits in a pocket",
		summary: "A blood pressure reading lying down, another standing up, and a card small enough that nobody leaves it at the desk. What three wards changed in nine weeks.",
		alt:     "A pale sun over green hills", hue: 0, likes: "kofi@academy jo@city maureen@charity ines@charity",
		body: `
Nine weeks ago nobody here could have told you how many of our patients had their blood pressure taken standing up. We could not have told you
either. The form had a box for it, the box was on page four, and page four was filled in by whoever had the least to do, which on a ward is nobody.

## What we tried first

We moved the box to page one. It changed very little. The reading takes three minutes, and the three minutes were not there, wherever the box was.

Then Kofi made a card. It fits in the pocket of a tunic. On one side it says what to do, in five lines. On the other it has room for one name and
two numbers, and nothing else.

> I stopped asking people to remember. I gave them something to hold instead.

## What happened

- In the first week eleven readings were taken on three wards. In the ninth there were sixty-four.
- Four people turned out to be on a tablet that nobody had looked at since the spring.
- Falls went down a little. It is too early to say that the card did it, and we do not.

## What we would do differently

Ask the night shift first. They were told last, and they had the best idea: put the card where the hand already goes, beside the thermometer.

If you want to try it, the card is on our shelf, and next week we show ours. #falls #handover`,
	},
	{
		in: "ward-safety@academy", by: "kofi@academy", at: "4d 07:30", title: "What the night shift knows about falls",
		summary: "Most falls happen when the fewest people watch. We asked those who are there what they see, and wrote it down.",
		alt:     "A moon over dark blue hills", hue: 1, likes: "bronwen@academy tomasz@academy",
		body: `
I came off nights with a list. It had four things on it, and none of them is in any policy that I know.

**The light is wrong, not low.** People wake and cannot tell where the floor ends. A strip along the skirting costs less than a meeting about it.

**Slippers travel.** By three in the morning they are never beside the bed they belong to.

**The bell is heard, and the second bell is not.** When two ring at once, somebody waits, and people who wait get up.

**Handover at seven is too late for what happened at two.** We write it on the board by the lifts now, and whoever comes in reads it standing up.

None of this is research. It is what you know when you are there. #falls #nights`,
	},
	{
		in: "peer-support@city", by: "jo@city", at: "6d 18:00", title: "Ten questions before you share your story",
		summary: "Somebody asks you to speak about the worst year of your life, for twenty minutes, with slides. Take these with you first.",
		alt:     "A pale sun over red hills", hue: 2, likes: "nadia@charity",
		body: `
You do not owe anybody your story. You may still want to tell it. These are the questions that I wish somebody had asked me.

1. Who will be in the room, and who will hear it afterwards?
2. What do they want to do with it?
3. Can you stop half-way, and does the person beside you know that?
4. What will you leave out? Decide at home.
5. Who goes home with you?
6. Are you paid, and when?
7. May you read what they write about it before others do?
8. May you change your mind next year?
9. What is in it for those who come after you?
10. What will you do the day after?

Bring the list. Cross out what does not matter to you, and ask the rest aloud.`,
	},
}
