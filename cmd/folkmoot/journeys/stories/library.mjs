// Ana fills a library: with files that are not taken first, then with one that shows how far it has come, then with two at once. It
// gets a new version, Ben says what he used it for, and Cleo of the south reads it there, file and all.
import { setTimeout as sleep } from "node:timers/promises";

const text = (name, words) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });

export default async function (teller) {
  const [north, south] = teller.sites;
  await north.has({ people: ["ana", "ben"], communities: ["gardens"] });
  await south.has({ people: ["cleo"] });
  await south.command("follow", "--as", "cleo", `@gardens@${north.host}`);

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  const document = await addsOne(ana, teller.telling.javaScript);
  await addsTwo(ana, teller.telling.javaScript);
  await renews(ana, document, teller.telling.javaScript);

  await ana.goes("/c/gardens/library");
  await ana.sees("3 documents");
  await ana.main.root.getByRole("link", { name: /^Plans/ }).first().click();
  await ana.sees("Bean plan");
  await ana.misses("Sowing dates");
  await ana.looks();
  await ana.follows("Rename or remove this folder");
  await ana.arrivesAt("Rename or remove this folder");
  await ana.fills("Name of the folder", "Plans of the year");
  await ana.presses("Save");
  await ana.sees("The folder is saved.");
  await ana.goes("/c/gardens/library?tag=beans");
  await ana.sees("1 document");
  await ana.follows("Show all");
  await ana.sees("Sowing dates");

  const ben = await teller.visitor(north);
  await ben.signsIn("ben");
  await ben.goes("/c/gardens");
  await ben.presses("Join");
  await ben.goes(document);
  await ben.fills("What did you use it for?", "The fence behind the shed.");
  await ben.picks("Show this with my name");
  await ben.presses("I used this");
  await ben.sees("Thank you.");
  await ben.sees("Used by 1 person");
  await ben.looks();

  const cleo = await teller.visitor(south);
  await cleo.signsIn("cleo");
  await cleo.goes(`/c/gardens@${north.host}/library`);
  await cleo.finds("3 documents");
  await cleo.follows("Bean plan");
  await cleo.arrivesAt("Bean plan");
  await cleo.finds("Two rows, not three");
  await cleo.sees("Version 1");
  if ((await downloaded(cleo, south)) !== "Beans: two rows.") throw new Error("south gives another file");
}

// puts chooses files. With JavaScript they are sent at once, and each says when it has arrived.
async function puts(visitor, label, files, script) {
  await visitor.field(label).setInputFiles(files);
  if (!script) return;
  for (const { name } of [files].flat()) {
    await visitor.page.locator(".fm-uploads li").filter({ hasText: name }).getByText("Arrived").waitFor();
  }
}

async function addsOne(ana, script) {
  await ana.goes("/c/gardens/library");
  await ana.sees("The shelves are empty");
  await ana.main.follows("Add documents");
  await ana.arrivesAt("Add documents");
  await ana.fills("Title", "Bean plan");
  await ana.fills("Or a new folder", "Plans");
  await ana.fills("What is it about?", "Where the #beans go.");
  await puts(ana, "Files", text("beans.html", "<html><script>alert(1)</script></html>"), script);
  ana.expects(422);
  await ana.presses("Add to the library");
  await ana.sees("One thing needs another look");
  await ana.sees("Files of this type cannot be kept here.");
  await ana.looks();
  await ana.holds("What is it about?", "Where the #beans go.");
  await ana.holds("Or a new folder", "Plans");
  await ana.field("Files").setInputFiles(text("beans.txt", ""));
  if (script) {
    await ana.sees("This file is empty.");
    await ana.looks();
    await ana.presses("Remove: beans.txt");
  } else {
    ana.expects(422);
    await ana.presses("Add to the library");
    await ana.sees("This file is empty.");
    await ana.looks();
  }
  await ana.holds("Title", "Bean plan");
  if (script) await showsProgress(ana);
  await puts(ana, "Files", text("beans.txt", "Beans: three rows."), script);
  await ana.presses("Add to the library");
  await ana.arrivesAt("Bean plan");
  await ana.finds("Download Text");
  return ana.page.url();
}

// showsProgress begins with a file of two parts, of which the second is held back, and gives it up.
async function showsProgress(ana) {
  let go;
  const held = new Promise((resolve) => { go = resolve; });
  let parts = 0;
  await ana.page.route("**/uploads/*", async (route) => {
    if (route.request().method() === "PATCH" && ++parts === 2) await held;
    await route.continue().catch(() => { /* it was given up meanwhile */ });
  });
  await ana.field("Files").setInputFiles(text("diary.txt", "Watered the beans.\n".repeat(500_000)));
  const row = ana.page.locator(".fm-uploads li").filter({ hasText: "diary.txt" });
  await row.getByText(/\d+% sent/).waitFor();
  await row.getByRole("progressbar").waitFor();
  await ana.looks();
  await ana.presses("Add to the library");
  await row.getByText("Still on its way.").waitFor();
  await row.getByRole("button", { name: "Remove: diary.txt" }).click();
  await row.waitFor({ state: "detached" });
  go();
  await ana.page.unroute("**/uploads/*");
}

async function addsTwo(ana, script) {
  await ana.goes("/c/gardens/library/new");
  await puts(ana, "Files", [text("sowing-dates.csv", "what,when\npeas,March\n"), text("tool_list.txt", "Spade, fork, kettle")], script);
  await ana.presses("Add to the library");
  await ana.sees("2 documents are in the library");
  await ana.sees("Tool list");
  await ana.looks();
}

async function renews(ana, document, script) {
  await ana.goes(document);
  await ana.follows("Add a new version");
  await ana.arrivesAt("Add a new version");
  await puts(ana, "File", text("beans.txt", "Beans: three rows."), script);
  await ana.fills("What is new?", "Two rows, not three");
  ana.expects(422);
  await ana.presses("Add the version");
  await ana.sees("This is the same file as the newest version.");
  await ana.looks();
  await ana.holds("What is new?", "Two rows, not three");
  for (const kept of await ana.page.getByRole("checkbox", { name: /beans\.txt/ }).all()) await kept.uncheck();
  await puts(ana, "File", text("beans.txt", "Beans: two rows."), script);
  await ana.presses("Add the version");
  await ana.arrivesAt("Bean plan");
  await ana.finds("Two rows, not three");
  await ana.finds("Version 2");
  await ana.sees("Version 1");
  const first = await ana.page.getByRole("link", { name: "of version 1" }).getAttribute("href");
  const old = await ana.page.request.get(first);
  if ((await old.text()) !== "Beans: three rows.") throw new Error(`version 1 is ${await old.text()}`);
}

// downloaded asks for the newest file as somebody does who follows the link, until it is there.
async function downloaded(visitor, site) {
  const link = await visitor.main.root.getByRole("link", { name: /^Download/ }).first().getAttribute("href");
  await visitor.goes(link, { status: 202 });
  await visitor.arrivesAt("Fetching the file");
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(250)) {
    const answer = await visitor.page.request.get(link, { maxRedirects: 0 });
    if (new URL(answer.url()).host !== site.host) throw new Error(`it leads to ${answer.url()}`);
    if (answer.status() === 200) return answer.text();
  }
  throw new Error("the file never came");
}
