// Somebody passes by who has no account: every page that is for everybody is sound, what is not is refused politely, and the whole site
// can be walked with the keyboard.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana"], communities: ["gardens"] });
  await north.command("community", "create", "--name", "closed", "--title", "Closed circle", "--organiser", "ana", "--visibility", "members");
  const thread = await north.command("post", "--as", "ana", "--in", "gardens", "--title", "Beans", "--body", "They grow.");

  const eve = await teller.visitor(north);
  await eve.goes("/");
  await eve.tabsTo("Skip to main content");
  for (const address of ["/communities", "/c/gardens", "/c/gardens/discussions", "/c/gardens/people", "/c/gardens/about", "/u/ana",
    "/about", "/how-it-works", "/privacy", "/accessibility", "/search", "/sign-in", thread]) await eve.goes(address);
  await eve.sees("Sign in to reply.");

  for (const address of ["/c/closed", "/c/nobody", "/post/1", "/nowhere"]) await eve.goes(address, { status: 404 });
  await eve.goes("/communities");
  await eve.misses("Closed circle");

  await eve.goes(thread);
  await eve.main.follows("Sign in");
  await eve.arrivesAt("Sign in");
  await eve.types("E-mail address", "ana@people.example");
  await eve.types("Password", "seven blue kettles");
  await eve.page.keyboard.press("Enter");
  await eve.arrivesAt("Beans");
  await eve.types("Your reply", "From the keyboard alone.");
  await eve.tabsTo("Reply");
  await eve.page.keyboard.press("Enter");
  await eve.sees("From the keyboard alone.");
  await eve.looks();
}
