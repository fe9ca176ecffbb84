// A server with one person, made of Fedify. It prints its addresses as one line of JSON, answers other servers on one port, and does on
// another what the test asks of it: POST /follow, /reply, /received … with the arguments as JSON (person.mjs has them all).
//
// usage: node peer.mjs NAME rfc9421|draft-cavage-http-signatures-12      (the style that it signs in first)
import { createServer } from "node:http";
import { demand, knocks, listen, serve } from "./knocks.mjs";
import { Person } from "./person.mjs";

const [name, firstKnock] = process.argv.slice(2);

let person;
const front = createServer((request, response) => serve(request, response, (asked) => person.answer(asked)));
const origin = await listen(front);
person = await Person.start({ name, origin, firstKnock });

const acts = {
  follow: (args) => person.follow(args),
  reply: (args) => person.reply(args),
  edit: (args) => person.edit(args),
  delete: (args) => person.delete(args),
  like: (args) => person.like(args),
  look: (args) => person.look(args),
  received: () => person.received,
  knocks: () => knocks,
  demand: ({ style }) => demand(style),
};

const control = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  try {
    const result = await acts[request.url.slice(1)](JSON.parse(body || "{}"));
    response.end(JSON.stringify(result ?? {}));
  } catch (error) {
    response.writeHead(500).end(JSON.stringify({ error: String(error.stack ?? error) }));
  }
});

console.log(JSON.stringify({ actor: person.id.href, handle: person.handle, control: await listen(control) }));
