// Ana begins a wiki and Ben changes her page; both change the same line at once, and neither loses a word. Ana goes back, keeps
// a discussion as a page, and protects it.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana", "ben"], communities: ["gardens"] });

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/wiki");
  await ana.sees("No pages yet");
  await ana.main.follows("Write a page");
  await ana.arrivesAt("Write a page");
  await ana.fills("What the page says", "Dig early.\n\nSee [[Compost]] and [[Tools|our tools]].\n\n# Spring\n\nSow peas.\n\n# Summer\n\nWater at dusk.\n\n# Autumn\n\nRake.");
  ana.expects(422);
  await ana.presses("Save the page");
  await ana.sees("Enter a title.");
  await ana.holds("What the page says", "Dig early.\n\nSee [[Compost]] and [[Tools|our tools]].\n\n# Spring\n\nSow peas.\n\n# Summer\n\nWater at dusk.\n\n# Autumn\n\nRake.");
  await ana.fills("Title", "The garden year");
  await ana.presses("Save the page");
  await ana.arrivesAt("The garden year");
  await ana.sees("Your page is saved.");
  await ana.sees("On this page");
  await ana.sees("our tools");
  const page = ana.page.url();

  const ben = await teller.visitor(north);
  await ben.signsIn("ben");
  await ben.goes("/c/gardens");
  await ben.presses("Join");
  await ben.goes(page);
  await ben.follows("Change");
  await ben.arrivesAt("Change the page");

  await ana.goes(page);
  await ana.follows("Change");
  await ana.fills("What the page says", "Dig early.\n\nSee [[Compost]] and [[Tools|our tools]].\n\n# Spring\n\nSow peas in March.\n\n# Summer\n\nWater at dusk.\n\n# Autumn\n\nRake.");
  await ana.fills("What did you change, in a few words?", "when to sow");
  await ana.presses("Save");
  await ana.sees("Revision 2");

  await ben.fills("What the page says", "Dig early.\n\nSee [[Compost]] and [[Tools|our tools]].\n\n# Spring\n\nSow peas and beans.\n\n# Summer\n\nWater at dusk.\n\n# Autumn\n\nRake and rest.");
  ben.expects(409);
  await ben.presses("Save");
  await ben.sees("ana has changed the same lines");
  await ben.holds("What the page says", "Dig early.\n\nSee [[Compost]] and [[Tools|our tools]].\n\n# Spring\n\nSow peas and beans.\n\n# Summer\n\nWater at dusk.\n\n# Autumn\n\nRake and rest.");
  await ben.looks();
  await ben.fills("What the page says", "Dig early.\n\nSee [[Compost]] and [[Tools|our tools]].\n\n# Spring\n\nSow peas in March, and beans.\n\n# Summer\n\nWater at dusk.\n\n# Autumn\n\nRake and rest.");
  await ben.presses("Save");
  await ben.sees("Sow peas in March, and beans.");
  await ben.sees("Revision 3");
  await ben.presses("Tell me of changes");
  await ben.sees("You will be told of changes to this page.");

  await ana.goes(page + "/history");
  await ana.sees("when to sow");
  await ana.presses("Compare the two");
  await ana.arrivesAt("From revision 2 to 3");
  await ana.sees("and rest");
  await ana.presses("Go back to revision 2");
  await ana.sees("The page says again what it said in revision 2.");
  await ben.goes("/notices");
  await ben.sees("ana changed the page “The garden year”");

  await ana.goes("/c/gardens/wiki/compost", { status: 404 });
  await ana.sees("Nobody has written this page yet");
  await ana.follows("Write it");
  await ana.holds("Title", "Compost");
  await ana.fills("What the page says", "Turn it. See [[The garden year]].");
  await ana.presses("Save the page");
  await ana.arrivesAt("Compost");
  await ana.goes(page + "/links");
  await ana.main.sees("Compost");

  await ben.goes("/c/gardens/new");
  await ben.fills("Title", "How do you keep slugs away?");
  await ben.fills("What would you like to say?", "Mine eat everything.");
  await ben.presses("Post");
  await ben.arrivesAt("How do you keep slugs away?");
  await ben.follows("Make a wiki page of it");
  await ben.holds("Title", "How do you keep slugs away?");
  await ben.presses("Save the page");
  await ben.sees("Mine eat everything.");
  const slugs = ben.page.url();

  await ana.goes(slugs);
  await ana.main.opens("More");
  await ana.presses("Let only facilitators change it");
  await ana.sees("Only facilitators can change this page now.");
  await ben.goes(slugs);
  await ben.sees("This page is protected.");
  await ben.goes("/c/gardens/wiki");
  await ben.sees("3 pages");
}
