// Keeping order across sites: somebody of the south is rude in a community of the north, and is reported; the reply is removed, the
// discussion closed and pinned, and its author kept out. Everybody can read in the log what was done.
export default async function (teller) {
  const [north, south] = teller.sites;
  await north.has({ people: ["ana", "ben"], communities: ["gardens"] });
  await south.has({ people: ["jo"] });
  const thread = await north.command("post", "--as", "ana", "--in", "gardens", "--title", "Beans", "--body", "They grow.");
  await south.command("follow", "--as", "jo", `@gardens@${north.host}`);

  const ben = await teller.visitor(north);
  await ben.signsIn("ben");
  await ben.goes("/c/gardens");
  await ben.presses("Join");
  await ben.sees("You are a member of Gardens.");
  await ben.looks();

  await south.eventually("reply", "--as", "jo", "--to", thread, "--body", "Yours never will.");
  await ben.goes(thread);
  await ben.finds("Yours never will.");
  await ben.item("Yours never will.").opens("More");
  await ben.item("Yours never will.").follows("Report");
  await ben.arrivesAt("Report this");
  await ben.picks("Unkind, threatening or hateful");
  await ben.presses("Send report");
  await ben.sees("Thank you.");
  await ben.looks();

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/reports");
  await ana.sees("Yours never will.");
  await ana.goes(thread);
  await ana.item("Yours never will.").opens("More");
  await ana.item("Yours never will.").follows("Remove");
  await ana.arrivesAt("Remove this?");
  await ana.fills("Why", "unkind");
  await ana.presses("Yes, remove it");
  await ana.sees("Removed by a facilitator: unkind");
  await ana.looks();
  await ana.item("They grow.").opens("More");
  await ana.item("They grow.").presses("Close to replies");
  await ana.sees("The discussion is closed to replies.");
  await ana.item("They grow.").opens("More");
  await ana.item("They grow.").presses("Pin to the top");
  await ana.sees("It stays at the top now.");
  await ana.looks();

  const jo = await teller.visitor(south);
  await jo.signsIn("jo");
  await jo.finds("Beans");
  await jo.follows("Beans");
  await jo.arrivesAt("Beans");
  await jo.finds("Closed to replies");
  await jo.loses("Yours never will.");

  await ana.goes("/c/gardens/people/banned");
  await ana.fills("Who", `@jo@${south.host}`);
  await ana.fills("Why", "unkind twice");
  await ana.presses("Keep out");
  await ana.sees("is kept out.");
  await ana.looks();

  const passer = await teller.visitor(north);
  await passer.goes("/c/gardens/about");
  for (const line of ["Ana removed", "to replies", "Ana pinned", "Reason: unkind", "Ana keeps"]) await passer.sees(line);
}
