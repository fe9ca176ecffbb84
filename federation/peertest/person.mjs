// The one person of the peer, and what she can be asked to do.
import { createFederation, generateCryptoKeyPair, InProcessMessageQueue, MemoryKvStore, parseNodeInfo } from "@fedify/fedify";
import { Accept, Activity, Create, Delete, Follow, Group, Like, Mention, Note, Person as Actor, PUBLIC_COLLECTION, Tombstone, Update } from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";

const patience = 20_000; // milliseconds to wait for an answer from the other server

export class Person {
  static async start({ name, origin, firstKnock }) {
    const person = new Person();
    Object.assign(person, { name, received: [], notes: new Map(), waiting: new Map() });
    person.keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
    person.federation = createFederation({
      kv: new MemoryKvStore(),
      queue: new InProcessMessageQueue(),
      origin,
      firstKnock,
      allowPrivateAddress: true,
    });
    person.#rooms();
    person.context = person.federation.createContext(new URL(origin), undefined);
    person.id = person.context.getActorUri(name);
    person.handle = `@${name}@${new URL(origin).host}`;
    return person;
  }

  // answer is the peer's side of HTTP.
  answer(request) {
    return this.federation.fetch(request, { contextData: undefined });
  }

  #rooms() {
    const { federation } = this;
    federation.setActorDispatcher("/users/{identifier}", (context, identifier) => this.#actor(context, identifier))
      .setKeyPairsDispatcher((_, identifier) => (identifier === this.name ? this.keys : []));
    federation.setObjectDispatcher(Note, "/notes/{id}", (_, { id }) => this.notes.get(id) ?? null);
    federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: [] }));
    federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
      software: { name: "fedify-peer", version: "1.0.0" },
      protocols: ["activitypub"],
      usage: { users: { total: 1 }, localPosts: this.notes.size, localComments: 0 },
    }));
    federation.setInboxListeners("/users/{identifier}/inbox", "/inbox")
      .on(Follow, (context, follow) => this.#followed(context, follow))
      .on(Accept, (_, accept) => this.#accepted(accept))
      .on(Activity, (_, activity) => this.#receive(activity));
  }

  async #actor(context, identifier) {
    if (identifier !== this.name) return null;
    const keys = await context.getActorKeyPairs(identifier);
    return new Actor({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: `${identifier} of elsewhere`,
      inbox: context.getInboxUri(identifier),
      followers: context.getFollowersUri(identifier),
      url: context.getActorUri(identifier),
      publicKey: keys[0].cryptographicKey,
      assertionMethods: keys.map((pair) => pair.multikey),
    });
  }

  async #receive(activity) {
    this.received.push(await activity.toJsonLd());
  }

  async #followed(context, follow) {
    await this.#receive(follow);
    await context.sendActivity({ identifier: this.name }, await follow.getActor(context),
      new Accept({ actor: this.id, object: follow.id, id: this.#fragment("accepts") }), { immediate: true });
  }

  async #accepted(accept) {
    await this.#receive(accept);
    this.waiting.get(accept.objectId?.href)?.();
  }

  // follow asks to follow a handle (@name@host) or a URL, and returns when the other side accepts.
  async follow({ target }) {
    const other = await this.#find(target);
    const follow = new Follow({ id: this.#fragment("follows"), actor: this.id, object: other.id, to: other.id });
    const accepted = new Promise((done, fail) => {
      this.waiting.set(follow.id.href, done);
      setTimeout(() => fail(new Error(`${target} did not accept in ${patience} ms`)), patience).unref();
    });
    await this.#send(follow, [other]);
    await accepted;
    return { follow: follow.id.href, actor: other.id.href };
  }

  // reply answers a note in public, by way of the community that it is in.
  async reply({ to, through, text }) {
    const [parent, community] = [await this.#find(to), await this.#find(through)];
    const author = await parent.getAttribution({ documentLoader: await this.#loader() });
    const id = crypto.randomUUID();
    const note = new Note({
      id: this.context.getObjectUri(Note, { id }),
      attribution: this.id,
      content: `<p>${text}</p>`,
      replyTarget: parent.id,
      published: Temporal.Now.instant(),
      url: this.context.getObjectUri(Note, { id }),
      to: PUBLIC_COLLECTION,
      ccs: [this.context.getFollowersUri(this.name), community.id, author.id],
      tags: [community, author].map((actor) => new Mention({ href: actor.id, name: `@${actor.preferredUsername}` })),
    });
    this.notes.set(id, note);
    const create = new Create({ id: this.#fragment("creates"), actor: this.id, object: note, to: note.toId, ccs: note.ccIds });
    await this.#send(create, [community, author]);
    return { id: note.id.href };
  }

  async edit({ id, through, text }) {
    const key = this.#key(id);
    const note = this.notes.get(key).clone({ content: `<p>${text}</p>`, updated: Temporal.Now.instant() });
    this.notes.set(key, note);
    await this.#send(new Update({ id: this.#fragment("updates"), actor: this.id, object: note, to: note.toId, ccs: note.ccIds }),
      [await this.#find(through)]);
  }

  async delete({ id, through }) {
    const key = this.#key(id);
    const note = this.notes.get(key);
    this.notes.delete(key);
    await this.#send(new Delete({ id: this.#fragment("deletes"), actor: this.id, object: new Tombstone({ id: note.id }), to: note.toId, ccs: note.ccIds }),
      [await this.#find(through)]);
  }

  async like({ url, through }) {
    const object = await this.#find(url);
    await this.#send(new Like({ id: this.#fragment("likes"), actor: this.id, object: object.id, to: object.attributionId }), [await this.#find(through)]);
  }

  // look reads what is at a handle or a URL, as Fedify understands it, and what its server says of itself.
  async look({ target }) {
    const object = await this.#find(target);
    return {
      type: object.constructor.name,
      group: object instanceof Group,
      document: await object.toJsonLd(),
      software: (await this.#server(object.id.origin)).software.name,
    };
  }

  // server reads NodeInfo strictly. Fedify's own getNodeInfo would refuse an address of this machine.
  async #server(origin) {
    const { links } = await (await fetch(`${origin}/.well-known/nodeinfo`)).json();
    const info = parseNodeInfo(await (await fetch(links[0].href)).json());
    if (info == null) throw new Error(`Fedify does not understand ${links[0].href}`);
    return info;
  }

  async #find(target) {
    const object = await this.context.lookupObject(target, { documentLoader: await this.#loader() });
    if (object == null) throw new Error(`nothing is found at ${target}`);
    return object;
  }

  // The loader signs its requests, as a server must that reads from another with an allowlist.
  #loader() {
    return this.context.getDocumentLoader({ identifier: this.name });
  }

  // Sent at once, so that a refusal reaches the test and not a queue.
  #send(activity, recipients) {
    return this.context.sendActivity({ identifier: this.name }, recipients, activity, { immediate: true });
  }

  #key(id) {
    return new URL(id).pathname.split("/").at(-1);
  }

  #fragment(kind) {
    return new URL(`#${kind}/${crypto.randomUUID()}`, this.id);
  }
}
