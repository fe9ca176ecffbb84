// Ana finds again what was said, narrows it by kind and community, and is shown what there is already before she asks.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana", "ben"], communities: ["gardens"] });
  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/new");
  await ana.fills("Title", "Pruning walnut trees");
  await ana.fills("What would you like to say?", "When do you prune them? At the café in Zürich they say in August.");
  await ana.presses("Post");
  await ana.arrivesAt("Pruning walnut trees");

  await ana.goes("/search?q=zurich+cafe");
  await ana.arrivesAt("Search");
  await ana.sees("Pruning walnut trees");
  await ana.looks();
  await ana.goes("/search?q=walnuts&kind=event");
  await ana.sees("Nothing found");
  await ana.looks();
  await ana.follows("Search without filters");
  await ana.sees("Pruning walnut trees");
  await ana.goes("/search?q=walnut&in=nowhere");
  await ana.sees("No community of this name is known here.");
  await ana.looks();

  const ben = await teller.visitor(north);
  await ben.goes("/search?q=walnut");
  await ben.sees("Pruning walnut trees");
  await ben.looks();
  await ben.signsIn("ben");
  await ben.goes("/c/gardens/new");
  await ben.fills("Title", "How do you prune a walnut?");
  await ben.fills("What would you like to say?", "Mine is old.");
  await ben.presses("Preview");
  await ben.sees("Is it here already?");
  await ben.looks();
}
