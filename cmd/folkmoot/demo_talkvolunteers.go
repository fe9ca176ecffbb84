package main

var volunteerTalk = []demoThread{
	{
		in: "volunteer-coordinators@city", by: "sofia@city", at: "15d 10:00", pinned: true, title: "Role descriptions that people actually read",
		body: `
Ours were two pages long and began with our vision. I asked ten volunteers what theirs said, and nobody could tell me one
thing. So we started again, with five lines:

- **What you do.** "You pack dry goods into crates from a list."
- **When, and for how long.** "Tuesdays, half past nine to twelve, for three months; then we ask you whether you like it."
- **What it is like.** "You are on your feet. It is cold until March. People sing."
- **Who looks after you.** A name and a face.
- **What you need to be able to do.** And what you need *not*: "You need not drive, or have done this before."

Applications went from four to nineteen a month, and fewer left after the first shift, as they knew about the cold.

Here is mine for crate packers; take it. Who else has one that can be passed round? #volunteers`,
		likes: "cath@city nadia@charity dev@city",
		replies: []demoReply{
			{by: "dev@city", after: "1h30m", body: `
"What it is like" is the line that I was missing. Ours now says: "Most calls are about the weather, and one in twenty is
about something else. You will know which." Two people read that and did not apply. I think they chose well.`, likes: "sofia@city"},
			{by: "nadia@charity", after: "3h", likes: "sofia@city", body: `
Stealing this for listeners, with thanks. We have added one line: **what we will never ask you to do**. ("Give advice.
Give your surname. Stay on a call that frightens you.") Those who train with us say it is the line that made them
send the form.`},
			{by: "edie@city", after: "5h", body: `
For sixteen-year-olds, put the bus number in. I am not joking. It was the whole of the difference.`, likes: "sofia@city"},
			{by: "hamish@city", after: "18h", body: `
A treasurer's plea for a sixth line: what is paid back, and how soon. See Dev's thread, which I understand is coming.`, likes: "dev@city"},
			{by: "cath@city", after: "6h", likes: "sofia@city", body: `
I have put all four on one sheet, as "five lines and three extras". Copy it, change it, and tell us here what you changed.
No logo on it, on purpose.`},
		},
	},
	{
		in: "volunteer-coordinators@city", by: "dev@city", at: "7d 09:20", title: "Paying expenses before they are asked for",
		body: `
We always said "claim your expenses, please". Eleven of our sixty befrienders did. I rang the rest. What they said: it is
only a bus fare; I did not like to; I lost the form; I thought that it came out of what you do for people.

So since June we pay **four pounds a visit without being asked**, every second Friday, and whoever does not want it
ticks a box to give it back. Eight have ticked. Three people who were about to stop, as the fares had gone up, did not.

It costs us £190 a month more. The trustees asked whether it is worth it. I should like to tell them what others pay,
and how.`,
		likes: "sofia@city cath@city",
		replies: []demoReply{
			{by: "hamish@city", after: "2h", likes: "dev@city", body: `
As a treasurer: a flat sum is fine as long as it does not exceed what people really spend, taken over time, and you
can show how you came by it. Keep a month of real tickets every year. If it becomes a little more than the fare, it is
no longer expenses, and then I have to make a face.

As a person: the £190 is the cheapest recruitment you will ever do.`},
			{by: "ines@charity", after: "4h", body: `
For carers who volunteer, the cost is not the bus but the sitter. We pay the sitter directly, so that nobody has to lay
it out. It was a long conversation with our own Hamish. I can send you the page that persuaded him.`, likes: "dev@city"},
			{by: "dev@city", after: "40m", to: 2, body: `
Yes please, and thank you. I had not thought of sitters at all, and I can think of two names straight away.`},
			{by: "sofia@city", after: "20h", likes: "dev@city", body: `
We went the other way, with travel cards that the hub buys and tops up. More work for me, none for them, and nobody
needs a bank account, which some of ours do not have. Happy to show you the spreadsheet (do not sort it).`},
		},
	},
}
