package main

var livedTalk = []demoThread{
	{
		in: "lived-experience@charity", by: "maureen@charity", at: "16d 10:30", pinned: true, title: "Being asked for your story: what I say yes to, and what I say no to",
		body: `
I have told mine some sixty times. I have been paid for nine, thanked for most, and surprised by what was made of two.
This is my list now. Take what is of use to you.

**I say yes when** they tell me who will hear it, and what for; when I see it before it goes out; when I can take it back
until a date that we both write down; when there is somebody to sit with me afterwards; when the fee or at least the taxi
is settled beforehand.

**I say no when** they want "a patient" and any will do; when it is to open a day on which nothing will be decided; when
they ask for the worst moment first; when it is tomorrow.

And I always ask one question: *what will be different because I said it?* If there is no answer I wait until there is.`,
		likes: "wes@charity ruth@academy marlon@city",
		replies: []demoReply{
			{by: "marlon@city", after: "1h30m", likes: "maureen@charity", body: `
"When they ask for the worst moment first." I have had that one put to people in my group by a student with a
clipboard. I shall print this list and hand it to the next clipboard.`},
			{by: "ruth@academy", after: "4h", likes: "maureen@charity", body: `
I am one of those who ask. Read this twice, the second time with our own invitation beside it. We do well on the taxi
and badly on "what will be different". Our next invitation will have that as its first sentence, or it will not be
sent. May I quote you, by name?`},
			{by: "maureen@charity", after: "2h", to: 2, body: `
You may, and thank you for asking first. You see, it is not hard.`, likes: "ruth@academy"},
			{by: "wes@charity", after: "8h", body: `
I would add: no when they have already chosen the photograph.`, likes: "maureen@charity"},
			{by: "bronwen@academy", after: "16h", to: 2, body: `
We have put it beside our form for patient stories and crossed out half the form. @maureen@charity, would you look at
what is left? It is one page, in sixteen point, with no table.`, likes: "maureen@charity"},
		},
	},
	{
		in: "lived-experience@charity", by: "wes@charity", at: "9d 15:45", title: "A good appointment letter: let us write one",
		body: `
I had a letter this week that began "Dear WES ALDOUS, PLEASE NOTE" and it took me three readings to find out which
hospital. My neighbour, who cannot see well, had her daughter drive fifty miles to read her one that said nothing.

Could we write a good one, here, in this thread? I begin:

1. Who it is from and what it is about, in the first line.
2. Day, date, time, place, each on a line of its own, large.
3. What will happen there, and for how long.

What is number four?`,
		likes: "maureen@charity imran@academy jo@city",
		replies: []demoReply{
			{by: "maureen@charity", after: "50m", body: `
4. How to change it, **without ringing between nine and ten**. And please, never capitals all the way through: my
magnifier shows three of them at a time.`, likes: "wes@charity"},
			{by: "jo@city", after: "2h", body: `
5. "You may bring somebody." I have been turned back at a door twice, as it was not on the letter.`, likes: "wes@charity"},
			{by: "imran@academy", after: "5h", likes: "wes@charity", body: `
6. What to do about the morning's tablets. Half the calls I get about clinic letters are that one question. And if you are
not to eat beforehand, say from what o'clock, not "fasting".`},
			{by: "amina@charity", after: "3h", likes: "wes@charity", body: `
From the other side of the desk: 7. one line on what I hope to decide with you, so that you can think about it
beforehand. "We will talk about whether to change your tablets." I tried it for a month. People came with questions,
the appointments were *shorter*, and I enjoyed them more.`},
			{by: "wes@charity", after: "21h", likes: "maureen@charity", body: `
Seven, then. I have typed it out as a letter to myself, and read it aloud to my neighbour. She says that it is the
first one from a hospital that sounded as if somebody had written it.`},
		},
	},
	{
		in: "lived-experience@charity", by: "ines@charity", at: "4d 09:15", title: "Words for the wall of a waiting room, by carers",
		body: `
A clinic in the valleys has an empty wall where carers wait, and has asked what should hang there. Not a poster about
posters. They would like a sentence or two, by people who have sat there, that they would have liked to read.

We have had nine so far. My favourite is *"Have you eaten?"*

What would you have liked to read? First names or none. They will be lettered by hand, and everybody may say no before
they go up. #carers`,
		likes: "jo@city maureen@charity marlon@city",
		replies: []demoReply{
			{by: "jo@city", after: "30m", likes: "ines@charity", body: `
*"You are allowed to be bored."* I was so busy being worried, for so many years, that it would have been a mercy.`},
			{by: "imran@academy", after: "3h", body: `
The clinic is ours, so I had better not vote. But I have sat on that bench in my uniform, and a man asked whether I had
been told to. So: *"Sit. Nobody is timing you."*`, likes: "ines@charity"},
			{by: "marlon@city", after: "7h", body: `
*"The person who looks after you, who is that?"*`, likes: "ines@charity"},
			{by: "ines@charity", after: "15h", body: `
Twelve. The sign painter starts on Monday, so there are some days left. Anybody who reads this from another site: you can
answer from there, and it will be read out at the unveiling all the same.`, likes: "jo@city"},
		},
	},
}
