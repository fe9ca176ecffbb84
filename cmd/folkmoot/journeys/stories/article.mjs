import { fileURLToPath } from "node:url";

// Ana writes an article with a cover, which keeps itself as she types; it waits for its time, is taken back, published and
// changed. Cleo reads it, finds what is related, and takes its feed.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana"], communities: ["gardens"] });
  const words = fileURLToPath(import.meta.url); // any text will do
  await north.command("article", "publish", "--as", "ana", "--in", "gardens", "--title", "Watering in a dry summer", "--summary", "Rain butts.", words);

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/blog/new");
  await ana.fills("Title", "A dry summer, and what the beans say of watering");
  await ana.fills("In short", "Less is more.");
  await ana.fills("The article", "# Before breakfast\n\nWater the roots, not the leaves. #water");
  if (teller.telling.javaScript) {
    await ana.sees("Saved at");
    await ana.looks();
    await ana.goes("/drafts");
    await ana.main.follows("A dry summer, and what the beans say of watering");
    await ana.holds("In short", "Less is more.");
  }
  await ana.attaches("Picture", "beans.png", picture);
  ana.expects(422);
  await ana.presses("Publish");
  await ana.sees("One thing needs another look");
  await ana.looks();
  await ana.holds("The article", "# Before breakfast\n\nWater the roots, not the leaves. #water");
  await ana.fills("What does it show?", "Two rows of beans on canes");
  await ana.presses("Preview");
  await ana.sees("Not published yet.");
  await ana.looks();
  await ana.page.getByAltText("Two rows of beans on canes").waitFor();
  await ana.main.follows("Go on writing");
  await ana.opens("Publish it later");
  await ana.fills("When", "2040-03-10T08:00");
  await ana.presses("Publish");
  await ana.sees("It will be published Sat 10 March 2040, 8 am");
  await ana.goes("/c/gardens/blog");
  await ana.misses("Less is more.");
  await ana.goes("/drafts");
  await ana.sees("To be published Sat 10 March 2040");
  await ana.main.follows("A dry summer, and what the beans say of watering");
  await ana.presses("Keep it as a draft");
  await ana.sees("It stays a draft.");
  await ana.presses("Publish");
  await ana.arrivesAt("A dry summer, and what the beans say of watering");
  const article = ana.page.url();
  await ana.item("Water the roots").opens("More");
  await ana.item("Water the roots").follows("Edit");
  await ana.arrivesAt("Change the article");
  await ana.fills("In short", "Less is more, and earlier.");
  await ana.presses("Save");
  await ana.arrivesAt("A dry summer, and what the beans say of watering");

  const cleo = await teller.visitor(north);
  await cleo.goes(article);
  await cleo.sees("Less is more, and earlier.");
  await cleo.page.getByAltText("Two rows of beans on canes").waitFor();
  await cleo.sees("Related articles");
  await cleo.sees("Watering in a dry summer");
  await cleo.main.follows("More from Gardens");
  await cleo.sees("Less is more, and earlier.");
  await cleo.looks();
  const feed = await cleo.page.request.get("/c/gardens/blog/feed.atom");
  if (!(await feed.text()).includes(article)) throw new Error(`the feed does not have ${article}`);
}

const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAIAAADRv8uKAAAAK0lEQVR42u3NMQ0AAAgDsClBCcKQjww4mvRvavpExGKxWCwWi8VisVj8N14rKtiOQy+LTwAAAABJRU5ErkJggg==",
  "base64",
);
