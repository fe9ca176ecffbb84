// Nothing typed is lost: somebody writes with a picture, forgets what it shows, is asked for it, and finds all the rest as it was. What
// is changed afterwards can be compared; what nobody may see is not there; and it is all found again.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana", "ben"], communities: ["gardens"] });

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens");
  await ana.follows("Start a discussion");
  await ana.fills("Title", "My beans");
  await ana.fills("What would you like to say?", "Ask @ben about #beans.\n\n- They climb.\n- They flower.");
  await ana.opens("Add a picture");
  await ana.attaches("Picture 1", "beans.png", picture);
  ana.expects(422);
  await ana.presses("Post");
  await ana.sees("One thing needs another look");
  await ana.looks();
  await ana.holds("Title", "My beans");
  await ana.holds("What would you like to say?", "Ask @ben about #beans.\n\n- They climb.\n- They flower.");
  await ana.fills("What does it show?", "Two rows of beans on canes");
  await ana.presses("Post");
  await ana.arrivesAt("My beans");
  await ana.page.getByAltText("Two rows of beans on canes").waitFor();

  await ana.item("They climb.").opens("More");
  await ana.item("They climb.").follows("Edit");
  await ana.arrivesAt("Change what you wrote");
  await ana.fills("What would you like to say?", "Ask @ben about #beans.\n\n- They climb.\n- They bear.");
  await ana.presses("Save");
  await ana.arrivesAt("My beans");
  await ana.item("They climb.").opens("More");
  await ana.item("They climb.").follows("See changes");
  await ana.arrivesAt("What changed");
  await ana.sees("flower");
  await ana.sees("bear");

  const ben = await teller.visitor(north);
  await ben.signsIn("ben");
  await ben.goes("/notices");
  await ben.sees("Ana called you in, in “My beans”");
  await ben.goes("/settings");
  await ben.fills("What you do", "Head gardener");
  await ben.fills("Ask me about", "beans, slugs");
  await ben.presses("Save");
  await ben.sees("Saved.");
  await ben.looks();
  await ben.goes("/u/ben");
  await ben.sees("Head gardener");

  const passer = await teller.visitor(north);
  await passer.goes("/tags/beans");
  await passer.sees("My beans");
  await passer.goes("/search?q=climb");
  await passer.sees("My beans");
  await passer.goes("/c/gardens/discussions");
  await passer.follows("My beans");
  await passer.arrivesAt("My beans");
}

// A picture of 40 by 30 pixels, drawn here so that no file has to be kept.
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAIAAADRv8uKAAAAK0lEQVR42u3NMQ0AAAgDsClBCcKQjww4mvRvavpExGKxWCwWi8VisVj8N14rKtiOQy+LTwAAAABJRU5ErkJggg==",
  "base64",
);
