package main

// knowledge is what the people of the play write together, on all three sites.
var knowledge = []demoPage{
	{
		in: "ward-safety@academy", title: "Safer wards: start here", states: []demoState{
			{by: "bronwen@academy", at: "20d 09:00", note: "a beginning", body: `
What we know, in the order in which you need it.

1. [[Falls on the ward]]: what to do in the next ten minutes, and in the next ten weeks.
2. [[The lying and standing blood pressure card]]
3. [[Words we use]]

Anybody who is a member may change any of these pages. If you are not sure, change it: nothing is ever lost.`},
			{by: "kofi@academy", at: "12d 22:10", note: "nights have a page of their own", body: `
What we know, in the order in which you need it.

1. [[Falls on the ward]]: what to do in the next ten minutes, and in the next ten weeks.
2. [[The lying and standing blood pressure card]]
3. [[Falls at night|What is different at night]]
4. [[Words we use]]

Anybody who is a member may change any of these pages. If you are not sure, change it: nothing is ever lost.`},
		},
	},
	{
		in: "ward-safety@academy", title: "Falls on the ward", below: "Safer wards: start here", review: -3, states: []demoState{
			{by: "bronwen@academy", at: "19d 14:20", note: "from the round table", body: `
# In the next ten minutes

- Do not move them. Talk to them, and look at them while you do.
- Call for help. Somebody else fetches the blood pressure cuff.
- Check head, neck, hips and wrists before anybody stands up.

# In the next hour

- Write down what happened in *their* words.
- Tell the family before they find out by themselves.

# In the next ten weeks

Ask why that day, and not why that person.`},
			{by: "priya@academy", at: "16d 11:05", note: "medicines to look at first", body: `
# In the next ten minutes

- Do not move them. Talk to them, and look at them while you do.
- Call for help. Somebody else fetches the blood pressure cuff.
- Check head, neck, hips and wrists before anybody stands up.

# In the next hour

- Write down what happened in *their* words.
- Tell the family before they find out by themselves.
- Look at the medicines: anything new this week, anything for sleep, anything for blood pressure. Ring the ward pharmacist.

# In the next ten weeks

Ask why that day, and not why that person.`},
			{by: "maureen@charity", at: "9d 19:40", note: "what it is like to be the one on the floor", body: `
# In the next ten minutes

- Do not move them. Talk to them, and look at them while you do. Say your name: from down there everybody is shoes.
- Call for help. Somebody else fetches the blood pressure cuff.
- Check head, neck, hips and wrists before anybody stands up.

# In the next hour

- Write down what happened in *their* words.
- Tell the family before they find out by themselves.
- Look at the medicines: anything new this week, anything for sleep, anything for blood pressure. Ring the ward pharmacist.

# In the next ten weeks

Ask why that day, and not why that person. Then look at [[The lying and standing blood pressure card|the card]].`},
		},
	},
	{
		in: "ward-safety@academy", title: "The lying and standing blood pressure card", below: "Falls on the ward", states: []demoState{
			{by: "asha@academy", at: "14d 08:15", note: "", body: `
One card for each bed, in the folder at its foot.

| When | Lying | Standing, 1 minute | Standing, 3 minutes |
| --- | --- | --- | --- |
| On the first day | | | |
| After any new medicine | | | |
| After any fall | | | |

A drop of 20 or more is worth a telephone call. See [[Falls on the ward]].`},
			{by: "jo@city", at: "6d 17:30", note: "say what to do for those who cannot stand", body: `
One card for each bed, in the folder at its foot.

| When | Lying | Standing, 1 minute | Standing, 3 minutes |
| --- | --- | --- | --- |
| On the first day | | | |
| After any new medicine | | | |
| After any fall | | | |

A drop of 20 or more is worth a telephone call. See [[Falls on the ward]].

For people who cannot stand: sitting on the edge of the bed, feet on the floor, and write "sitting" above it.`},
		},
	},
	{
		in: "ward-safety@academy", title: "Words we use", below: "Safer wards: start here", protected: true, states: []demoState{
			{by: "bronwen@academy", at: "18d 10:00", note: "agreed at the meeting", body: `
**Fall**: somebody comes to rest on the ground without meaning to, whether they are hurt or not.

**Near miss**: it would have been a fall if nobody had been there.

**Test of change**: something small that we try for a week, with a number before and a number after.`},
		},
	},
	{
		in: "preceptors@academy", title: "What new starters wish they had known", review: 60, states: []demoState{
			{by: "tomasz@academy", at: "17d 21:00", note: "my own list", body: `
- Where the good kettle is.
- That nobody minds being asked twice.
- That you may go home.`},
			{by: "nadia@charity", at: "8d 12:10", note: "the same for volunteers", body: `
- Where the good kettle is.
- That nobody minds being asked twice.
- That you may go home.
- Whom to tell when a day was too much, and that this is not a weakness.`},
			{by: "lena@academy", at: "5d 09:30", note: "in three parts", body: `
# On the first day

- Where the good kettle is.
- Who has the key to the medicine room at night.

# In the first month

- That nobody minds being asked twice.
- That you may go home.

# In the first year

- Whom to tell when a day was too much, and that this is not a weakness.`},
		},
	},
	{
		in: "peer-support@city", title: "How to start a group", states: []demoState{
			{by: "jo@city", at: "15d 13:00", note: "", body: `
# Before anybody comes

A room with a door, a kettle, and a chair more than you need.

# The first ten minutes

Say how long it takes, that nobody has to speak, and what happens with what is said.

# Ending well

Groups end. Decide it together, a month before, and eat something. See [[When somebody stops coming]].`},
			{by: "marlon@city", at: "11d 18:20", note: "the chair matters", body: `
# Before anybody comes

A room with a door, a kettle, and a chair more than you need: an empty one says that somebody may still come.

# The first ten minutes

Say how long it takes, that nobody has to speak, and what happens with what is said.

# Ending well

Groups end. Decide it together, a month before, and eat something. See [[When somebody stops coming]].`},
		},
	},
	{
		in: "helpline-practice@charity", title: "When nobody speaks", states: []demoState{
			{by: "glyn@charity", at: "13d 16:00", note: "", body: `
Silence on the line is not nothing. Count to ten, and then say that you are still there.

- Do not fill it with questions.
- Say what they may do: speak, breathe, ring off and ring again.`},
			{by: "wes@charity", at: "4d 20:45", note: "after the practice calls", body: `
Silence on the line is not nothing. Count to ten, slowly, and then say that you are still there.

- Do not fill it with questions.
- Say what they may do: speak, breathe, ring off and ring again.
- Afterwards ring a colleague. It weighs more than one thinks.`},
		},
	},
}
