// The first admin sets a new site up by the link that the program prints, which works once; somebody else finds it ready.
export default async function (teller) {
  const [north] = teller.sites;
  const ana = await teller.visitor(north);
  await ana.goes("/");
  await ana.goes(north.welcome);

  ana.expects(422);
  await ana.presses("Open the site");
  await ana.sees("things need another look");
  await ana.looks();

  await ana.fills("Name of the site", "North Academy");
  await ana.fills("Where or whom it serves", "the North");
  await ana.fills("Contact", "hello@north.example");
  await ana.picks("Only sites on your list");
  await ana.fills("Your name", "Ana Whitfield");
  await ana.fills("Short name", "ana");
  await ana.fills("E-mail address", "ana@north.example");
  await ana.fills("Password", "seven blue kettles");
  await ana.presses("Open the site");
  await ana.sees("Your site is ready.");
  await ana.looks();

  const late = await teller.visitor(north);
  await late.goes(north.welcome, { status: 410 });
  await late.goes("/");
  await late.sees("North Academy");

  await late.goes("/sign-in");
  await late.fills("E-mail address", "ana@north.example");
  await late.fills("Password", "eight red kettles");
  late.expects(422);
  await late.presses("Sign in");
  await late.sees("One thing needs another look");
  await late.looks();
  await late.fills("Password", "seven blue kettles");
  await late.presses("Sign in");
  await late.arrivesAt("What people say");
}
