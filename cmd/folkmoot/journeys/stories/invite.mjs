// An admin invites somebody into a community; the guest makes an account, asks to join a second community, and is let in.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana"], communities: ["gardens"] });

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/admin/invitations");
  await ana.fills("Whom is it for?", "Ben, who starts on Monday");
  await ana.selects("Community", "Gardens");
  await ana.presses("Make a link");
  await ana.sees("It is shown only now");
  await ana.looks();
  const link = await ana.page.getByText(`${north.url}/invitation/`).first().textContent();

  const ben = await teller.visitor(north);
  await ben.goes(link.trim());
  await ben.fills("Your name", "Ben");
  await ben.fills("Short name", "ana");
  await ben.fills("E-mail address", "ben@people.example");
  await ben.fills("Password", "seven blue kettles");
  ben.expects(422);
  await ben.presses("Make my account");
  await ben.sees("One thing needs another look");
  await ben.looks();
  await ben.fills("Short name", "ben");
  await ben.fills("Password", "seven blue kettles");
  await ben.presses("Make my account");
  await ben.sees("Welcome, Ben.");
  await ben.looks();
  await ben.goes("/c/gardens/people");
  await ben.sees("Ben");

  await ana.goes("/communities/new");
  await ana.fills("Name", "Falls and frailty");
  await ana.fills("Short name", "falls");
  await ana.fills("Purpose", "Fewer people fall.");
  await ana.picks("Anyone");
  await ana.picks("They ask, and you answer");
  await ana.presses("Start the community");
  await ana.sees("Falls and frailty has begun.");
  await ana.looks();

  await ben.goes("/communities");
  await ben.follows("Falls and frailty");
  await ben.arrivesAt("Falls and frailty");
  await ben.presses("Ask to join");
  await ben.sees("You have asked to join Falls and frailty.");
  await ben.looks();

  await ana.goes("/notices");
  await ana.sees("Ben asks to join Falls and frailty");
  await ana.goes("/c/falls/people/requests");
  await ana.presses("Let in");
  await ana.sees("Ben is in.");
  await ana.looks();

  await ben.goes("/notices");
  await ben.sees("You are in: Falls and frailty");
}
