// Between Node.js and Fedify: carries requests over, and notes in which style each was signed. A knock is one request to a
// door, in or out: { way, method, url, style, status, type, id }, the last two of the activity that it carried.

export const knocks = [];
let demanded = "";

// demand makes the inbox refuse, with 401, whatever is not signed in the given style; an empty one takes both.
export function demand(style) {
  demanded = style;
}

function styleOf(headers) {
  if (headers.has("signature-input")) return "rfc9421";
  return headers.has("signature") ? "draft-cavage" : "none";
}

export async function listen(server) {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}`;
}

// serve answers one request of Node.js's server with what answer makes of it.
export async function serve(incoming, outgoing, answer) {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  const body = Buffer.concat(parts);
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const post = incoming.method === "POST";
  const style = styleOf(headers);

  const refused = post && demanded !== "" && style !== demanded;
  const response = refused
    ? new Response(`sign with ${demanded}`, { status: 401 })
    : await answer(new Request(url, { method: incoming.method, headers, body: post ? body : undefined }));
  knocks.push({ way: "in", method: incoming.method, url, style, status: response.status, ...carried(post, body) });

  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

// carried is the type and the id of the activity in a body, where it can be read.
function carried(post, body) {
  if (!post) return {};
  try {
    const { type, id } = JSON.parse(body.toString());
    return { type, id };
  } catch {
    return {};
  }
}

// What Fedify sends passes here. It looks up handles over https alone; the sites of a test have plain http.
const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const asked = new Request(input instanceof URL ? input.href : input, init);
  const url = asked.url.replace(/^https:\/\/127\.0\.0\.1:/, "http://127.0.0.1:");
  const post = asked.method === "POST";
  const body = post ? Buffer.from(await asked.clone().arrayBuffer()) : undefined;
  const response = await send(url === asked.url ? asked : new Request(url, asked));
  knocks.push({ way: "out", method: asked.method, url, style: styleOf(asked.headers), status: response.status, ...carried(post, body) });
  return response;
};
