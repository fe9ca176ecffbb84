// An admin decides with whom the site talks: she sees first what a change would cut off, denies the south, and takes it back.
export default async function (teller) {
  const [north, south] = teller.sites;
  await north.has({ people: ["ana"], communities: ["gardens"] });
  await south.has({ people: ["jo"] });
  const thread = await north.command("post", "--as", "ana", "--in", "gardens", "--title", "Beans", "--body", "They grow.");
  await south.command("follow", "--as", "jo", `@gardens@${north.host}`);
  await south.eventually("reply", "--as", "jo", "--to", thread, "--body", "Mine too.");

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes(thread);
  await ana.finds("Mine too.");
  await ana.goes("/admin/peers");
  await ana.row(south.host).sees("Well");
  await ana.row(south.host).sees("Folkmoot");

  await ana.goes("/admin/federation");
  await ana.fills("Address of the site", "not a site");
  await ana.picks("Deny");
  ana.expects(422);
  await ana.presses("See what would change");
  await ana.sees("One thing needs another look");
  await ana.looks();
  await ana.fills("Address of the site", south.host);
  await ana.picks("Deny");
  await ana.fills("Reason", "Nobody answers our letters.");
  await ana.presses("See what would change");
  await ana.arrivesAt(`Deny ${south.host}?`);
  await ana.sees("This change cuts off 1 site:");
  await ana.sees("Followers lost");
  await ana.presses("Deny it");
  await ana.sees("Done. It holds from now on, both ways.");
  await ana.row(south.host).sees("Denied");
  await ana.row(south.host).sees("Nobody answers our letters.");
  await ana.looks();

  await ana.goes(thread);
  await ana.loses("Mine too.");
  await ana.goes("/admin/peers");
  await ana.row(south.host).sees("Denied");

  await ana.goes("/admin/federation");
  await ana.row(south.host).presses("Drop this rule");
  await ana.arrivesAt(`Drop the rule for ${south.host}?`);
  await ana.presses("Drop the rule");
  await ana.sees("Done. It holds from now on, both ways.");
  await ana.goes(thread);
  await ana.finds("Mine too.");

  await ana.goes("/admin/federation");
  await ana.opens("Change this");
  await ana.picks("Only sites on your list");
  await ana.presses("See what would change");
  await ana.sees("This change cuts off 1 site:");
  await ana.looks();
  await ana.presses("Change it");
  await ana.sees("Done. It holds from now on, both ways.");
  await ana.fills("Address of the site", south.host);
  await ana.picks("Allow");
  await ana.presses("See what would change");
  await ana.arrivesAt(`Allow ${south.host}?`);
  await ana.presses("Allow it");
  await ana.row(south.host).sees("Allowed");
  await ana.goes("/admin/log");
  await ana.sees(`Ana allowed ${south.host}`);
}
