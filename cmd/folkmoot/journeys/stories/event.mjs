// Ana adds an event and gets something wrong first; Ben takes the only place, Cleo waits in line and moves up; then Ana cancels it.
export default async function (teller) {
  const [north] = teller.sites;
  await north.has({ people: ["ana", "ben", "cleo"], communities: ["gardens"] });

  const ana = await teller.visitor(north);
  await ana.signsIn("ana");
  await ana.goes("/c/gardens/events");
  await ana.sees("Nothing in the calendar");
  await ana.main.follows("Add an event");
  await ana.arrivesAt("Add an event");
  await ana.fills("Title", "Seed swap");
  await ana.fills("Starts", "2040-03-10T14:00");
  await ana.fills("Ends", "2040-03-10T13:00");
  await ana.fills("Place", "The potting shed");
  await ana.fills("Link to the room", "https://room.example/seeds");
  await ana.fills("What is it about?", "Bring what you have too much of.");
  await ana.fills("Number of places", "one");
  ana.expects(422);
  await ana.presses("Add the event");
  await ana.sees("2 things need another look");
  await ana.sees("Enter an end that comes after the start.");
  await ana.sees("Enter a number of places, such as 20, or leave it empty.");
  await ana.looks();
  await ana.holds("Place", "The potting shed");
  await ana.fills("Number of places", "1");
  ana.expects(422);
  await ana.presses("Add the event");
  await ana.sees("One thing needs another look");
  await ana.looks();
  await ana.holds("What is it about?", "Bring what you have too much of.");
  await ana.fills("Ends", "2040-03-10T16:00");
  await ana.presses("Add the event");
  await ana.arrivesAt("Seed swap");
  await ana.sees("Sat 10 March 2040, 2 pm to 4 pm");
  const event = ana.page.url();

  const ben = await teller.visitor(north);
  await ben.goes(event);
  await ben.main.sees("Sign in to answer.");
  await ben.signsIn("ben");
  await ben.goes(event);
  await ben.presses("Yes");
  await ben.sees("1 of 1 place taken");
  await ben.sees("You have a place.");
  await ben.goes(event);
  await ben.sees("Go to the room");

  const cleo = await teller.visitor(north);
  await cleo.signsIn("cleo");
  await cleo.goes(event);
  await cleo.sees("Every place is taken.");
  await cleo.presses("Yes");
  await cleo.sees("You are 1st in line.");
  await cleo.looks();
  await ben.presses("No");
  await ben.sees("You said no.");
  await cleo.goes(event);
  await cleo.sees("You have a place.");

  await ana.goes(event + "/people");
  await ana.sees("1 person has a place");
  await ana.goes("/events/2040-03");
  await ana.main.sees("Seed swap");
  await ana.goes(event);
  await ana.follows("Cancel it");
  await ana.arrivesAt("Cancel this event?");
  await ana.sees("1 person who answered is told.");
  await ana.presses("Yes, cancel it");
  await ana.arrivesAt("Seed swap");
  await ana.sees("It does not take place.");
  await cleo.goes("/notices");
  await cleo.sees("Cancelled: Seed swap");
}
