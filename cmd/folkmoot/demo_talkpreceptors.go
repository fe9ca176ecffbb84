package main

var preceptorTalk = []demoThread{
	{
		in: "preceptors@academy", by: "lena@academy", at: "17d 11:15", pinned: true, title: "Protected time that survives the rota: three wards, three ways",
		body: `
Everybody has protected preceptorship time on paper. I went to look where it really happens, and found three wards in
which it does. They do it in three quite different ways:

1. **The swap.** Preceptor and preceptee are always rostered together for one short day a fortnight, and a bank shift
covers one of them from two till four. Booked six weeks ahead, like leave.
2. **The walk.** No room, no form. The last twenty minutes of every late shift, out of the building, round the pond. They
write one line in a notebook when they are back.
3. **The pair of pairs.** Two preceptors share three new people. When one is pulled, the other has all three.

What they have in common: somebody other than the two of them owns it, it has a time and not an amount ("Thursday at
two", never "four hours a month"), and it is never taken away without a new date being named in the same sentence.

Which of these would die in your place, and why? #preceptorship`,
		likes: "tomasz@academy nadia@charity kofi@academy",
		replies: []demoReply{
			{by: "kofi@academy", after: "2h", body: `
The swap would die on nights: nobody to cover. The walk would live. We already stand by the back door at half past
five with tea. It had not occurred to me that this could be the thing itself.`, likes: "lena@academy"},
			{by: "tomasz@academy", after: "1h20m", likes: "lena@academy", body: `
From the receiving end: "a time and not an amount" is it. I was promised four hours a month and I never once knew
which ones. When it became the second Thursday I stopped saving up my questions and started sleeping.`},
			{by: "nadia@charity", after: "4h", likes: "lena@academy", body: `
Volunteer helplines have the same trouble with supervision, under another name. What saved ours: **the supervisor
rings the volunteer**, never the other way round. If it is on the listener to ask, those who need it most will not.
Who picks up the phone in your three wards?`},
			{by: "lena@academy", after: "15h", to: 3, body: `
In all three it is the preceptor who goes and finds the preceptee. I had not noticed that until you asked. I shall
add it as the fourth thing that they have in common, with your name on it, if I may.`, likes: "nadia@charity"},
			{by: "ruth@academy", after: "5h", body: `
For those who have to make the case: of the forty who had a fixed time last year, three left within twelve months. Of
the fifty-two who had an amount, eleven did. It is not a study. It did get me the bank shifts.`, likes: "lena@academy"},
		},
	},
	{
		in: "preceptors@academy", by: "tomasz@academy", at: "8d 19:30", title: "Nobody tells you how tired you will be in month three",
		body: `
Month one I was terrified and everybody was kind. Month two I knew where things were. In month three I stopped being
new, as far as the rota is concerned, and I was more tired than I have ever been. I made no mistake that I know of. I
sat in the car for forty minutes after a shift, because driving seemed complicated.

I am fine; I have talked to Lena, and I am on leave next week. I write it down because I looked for somebody who had
said it and found only posters about resilience.

Is it always month three? What helped?`,
		likes: "lena@academy glyn@charity kofi@academy",
		replies: []demoReply{
			{by: "imran@academy", after: "45m", likes: "tomasz@academy", body: `
It was month four for me, so you are ahead. What helped was somebody older telling me that the tiredness is from
deciding. You make four hundred small decisions in a shift that the others no longer notice making. It wears off; not
because you get stronger, but because you stop having to decide about most of it.`},
			{by: "glyn@charity", after: "2h10m", likes: "tomasz@academy", body: `
We see the very same curve with listeners: about the thirtieth call. The fear has gone, so nobody checks on you, and
the skill is not yet there to carry the weight. We now book a long cup of tea with everybody in that week, in advance,
when they start. Most of them laugh at it when we book it. None has ever cancelled.`},
			{by: "asha@academy", after: "11h", to: 2, body: `
@lena@academy, could the programme do that? Week twelve, in everybody's diary from day one, with nothing on the agenda.
I can make the invitations.`, likes: "tomasz@academy"},
			{by: "lena@academy", after: "1h30m", likes: "tomasz@academy", body: `
Yes, and from this intake on. It will be called *week twelve* and nothing else. @tomasz@academy, would you read the two
sentences that go into the invitation? You will know what would have made you come.`},
			{by: "tomasz@academy", after: "9h", to: 4, body: `
Gladly. Second draft of mine: "By now everybody thinks you have got it. Come and have tea with us anyway."`, likes: "lena@academy"},
		},
	},
}
