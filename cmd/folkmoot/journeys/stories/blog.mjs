// Ben drafts an article and asks; Ana reads it, hands it back, and publishes it when he asks again. A visitor reads it.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana", "ben"], communities: ["gardens"] });

  const ben = await teller.visitor(north);
  await ben.signsIn("ben");
  await ben.goes("/c/gardens");
  await ben.presses("Join");
  await ben.goes("/c/gardens/blog");
  await ben.sees("No articles yet");
  await ben.looks();
  await ben.main.follows("Write an article");
  await ben.arrivesAt("Write an article");
  await ben.looks();
  await ben.fills("Title", "Slugs, and how to live with them");
  await ben.presses("Save draft");
  await ben.sees("Draft saved. Only you see it.");
  await ben.holds("Title", "Slugs, and how to live with them");
  ben.expects(422);
  await ben.presses("Ask to publish it");
  await ben.sees("Write something first.");
  await ben.looks();
  await ben.fills("In short", "They were here first.");
  await ben.fills("The article", "Beer does not help. Ducks do.");
  await ben.presses("Preview");
  await ben.sees("Not published yet.");
  await ben.looks();
  await ben.main.follows("Go on writing");
  await ben.presses("Ask to publish it");
  await ben.sees("Facilitators of the community are asked to publish it.");

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/blog");
  await ana.sees("You are asked to publish");
  await ana.looks();
  await ana.main.follows("Slugs, and how to live with them");
  await ana.sees("Ducks do.");
  await ana.fills("Why not yet", "Say how many ducks.");
  await ana.presses("Hand it back");
  await ana.sees("It is handed back");

  await ben.goes("/drafts");
  await ben.sees("Say how many ducks.");
  await ben.looks();
  await ben.main.follows("Slugs, and how to live with them");
  await ben.fills("The article", "Beer does not help. Two ducks do.");
  await ben.presses("Ask to publish it");
  await ben.sees("Facilitators of the community are asked to publish it.");

  await ana.goes("/drafts");
  await ana.main.follows("Slugs, and how to live with them");
  await ana.presses("Publish");
  await ana.arrivesAt("Slugs, and how to live with them");
  const article = ana.page.url();

  const cleo = await teller.visitor(north);
  await cleo.goes(article);
  await cleo.sees("1 minute to read");
  await cleo.sees("They were here first.");
  await cleo.sees("Two ducks do.");
  await cleo.looks();
  await cleo.goes("/c/gardens/blog");
  await cleo.sees("Slugs, and how to live with them");
  await cleo.looks();
}
