// Two sites, one conversation: Jo of the south finds a community of the north and follows it; a post, a like, a reply, an edit and a
// deletion cross between the two.
export default async function (teller) {
  const [north, south] = teller.sites;
  await north.has({ people: ["ana"], communities: ["gardens"] });
  await south.has({ people: ["jo"] });

  const jo = await teller.visitor(south);
  await jo.signsIn("jo");
  await jo.goes("/search");
  await jo.main.fills("Search people, communities and discussions", `@gardens@${north.host}`);
  await jo.main.presses("Search");
  await jo.arrivesAt("Gardens");
  await jo.sees("Anyone can read this.");
  await jo.presses("Follow");
  await jo.sees("You have asked to follow Gardens.");
  await jo.finds("Stop following");

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/new");
  await ana.fills("Title", "What eats my beans?");
  await ana.fills("What would you like to say?", "Every night. *Every* night.");
  await ana.presses("Preview");
  await ana.sees("How it will look");
  await ana.looks();
  await ana.presses("Post");
  await ana.arrivesAt("What eats my beans?");

  await jo.goes("/");
  await jo.finds("What eats my beans?");
  await jo.follows("What eats my beans?");
  await jo.arrivesAt("What eats my beans?");
  await jo.presses("Like");
  await jo.sees("Like 1");
  await jo.fills("Your reply", "Slugs. Try beer in a saucer.");
  await jo.presses("Reply");
  await jo.item("Slugs.").sees("Try beer in a saucer.");
  await jo.looks();

  await ana.finds("Try beer in a saucer.");
  await ana.item("What eats my beans?").opens("More");
  await ana.item("What eats my beans?").follows("Edit");
  await ana.arrivesAt("Change what you wrote");
  await ana.fills("Title", "What eats my runner beans?");
  await ana.presses("Save");
  await ana.arrivesAt("What eats my runner beans?");

  await jo.finds("What eats my runner beans?");
  await jo.item("Slugs.").opens("More");
  await jo.item("Slugs.").follows("Delete");
  await jo.arrivesAt("Delete this?");
  await jo.presses("Yes, delete it");
  await jo.sees("Deleted.");
  await jo.looks();
  await ana.loses("Try beer in a saucer.");
}
