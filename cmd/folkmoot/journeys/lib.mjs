// The words in which the stories are told. A Teller holds the browser and the sites; a Visitor is one person with a browser of
// their own. Where a visitor arrives the page is looked over as well (look.mjs).
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { Look } from "./look.mjs";

const run = promisify(execFile);

// Everybody in the stories is called as their short name says, and has the same password.
export const password = "seven blue kettles";
export const email = (name) => `${name}@people.example`;
export const called = (name) => name[0].toUpperCase() + name.slice(1);

// Chromium calls its makers' servers as soon as it starts, and any name a page gives it; here it must do neither.
const offline = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];

export class Teller {
  static async start(telling) {
    const teller = new Teller();
    teller.telling = telling;
    teller.sites = (telling.sites ?? []).map((site) => new Site(site, telling.program));
    teller.visitors = [];
    teller.browser = await chromium.launch({
      executablePath: telling.chromium,
      args: offline,
    });
    return teller;
  }

  // visitor is somebody new at a site: an empty browser, nobody signed in.
  async visitor(site) {
    const context = await this.browser.newContext({
      baseURL: site.url,
      viewport: { width: this.telling.width, height: 800 },
      reducedMotion: "reduce", // what moves is looked at where it comes to rest
      locale: "en-GB",
      timezoneId: "Europe/London",
    });
    const visitor = new Visitor(this, await context.newPage());
    await visitor.look.scripts(this.telling.javaScript);
    this.visitors.push(visitor);
    return visitor;
  }

  async tellFailure() {
    for (const [i, visitor] of this.visitors.entries()) {
      const picture = await visitor.picture(`failed, visitor ${i + 1}`).catch(() => "no picture");
      console.error(`visitor ${i + 1} was at ${visitor.page.url()}: ${picture}`);
    }
  }

  async stop() {
    await this.browser.close();
  }
}

// A Site is one running server, and its command line.
export class Site {
  constructor({ name, url, welcome, env }, program) {
    Object.assign(this, { name, url, welcome, env, program });
    this.host = new URL(url).host;
  }

  // command runs the program beside the running server, and returns the last line that it prints.
  async command(...args) {
    const { stdout } = await run(this.program, args, { env: { ...process.env, ...this.env } });
    return stdout.trim().split("\n").at(-1);
  }

  // eventually is a command that works once something has come from another site.
  async eventually(...args) {
    for (let tries = 0; ; tries++) {
      try {
        return await this.command(...args);
      } catch (error) {
        if (tries > 80) throw error;
        await sleep(250);
      }
    }
  }

  // has gives the site people, the first of whom runs it, and communities, which she looks after; and opens its doors.
  async has({ people = [], communities = [] }) {
    for (const [i, name] of people.entries()) {
      const admin = i === 0 ? ["--admin"] : [];
      await this.command("account", "create", "--name", name, "--title", called(name), "--email", email(name), "--password", password, ...admin);
    }
    for (const name of communities) await this.command("community", "create", "--name", name, "--title", called(name), "--organiser", people[0]);
    await this.command("federation", "mode", "open");
  }
}

// A Part is a page or a piece of one, and what can be done with what is in it.
export class Part {
  constructor(root) {
    this.root = root;
  }

  // item is the post or reply with a text in it.
  item(text) {
    return new Part(this.root.getByRole("article").filter({ hasText: text }).last());
  }

  // row is the line of a table with a text in it.
  row(text) {
    return new Part(this.root.getByRole("row").filter({ hasText: text }).first());
  }

  // field is what a label stands for, and not a part of the page that is called the same.
  field(label) {
    return this.root.getByLabel(label, { exact: true }).and(this.root.locator("input, textarea, select")).first();
  }

  async fills(label, value) {
    await this.field(label).fill(value);
  }

  async picks(label) {
    await this.field(label).check();
  }

  async selects(label, option) {
    await this.field(label).selectOption(option);
  }

  async attaches(label, name, buffer) {
    await this.field(label).setInputFiles({ name, mimeType: "image/png", buffer });
  }

  // holds says that a field still has in it what was typed.
  async holds(label, value) {
    const found = await this.field(label).inputValue();
    if (found !== value) throw new Error(`${label} holds ${JSON.stringify(found)}, not ${JSON.stringify(value)}`);
  }

  // presses a button. What it is called for the eye may be followed by words for the ear, such as whose it is.
  async presses(name) {
    await this.root.getByRole("button", { name: new RegExp(`^${name}`) }).first().click();
  }

  async follows(name) {
    await this.root.getByRole("link", { name, exact: true }).first().click();
  }

  // opens what is folded away under a word.
  async opens(summary) {
    await this.root.locator("summary").filter({ hasText: summary }).first().click();
  }

  async sees(text) {
    await this.root.getByText(text).filter({ visible: true }).first().waitFor();
  }
}

export class Visitor extends Part {
  constructor(teller, page) {
    super(page);
    Object.assign(this, { teller, page, look: new Look(page, teller) });
    page.setDefaultTimeout(15_000);
  }

  // main is the page without what frames every page.
  get main() {
    return new Part(this.page.getByRole("main"));
  }

  // goes opens an address of the site and looks over what comes.
  async goes(address, { status = 200 } = {}) {
    this.expects(status);
    const response = await this.page.goto(address);
    if (response.status() !== status) throw new Error(`${address} answered ${response.status()}, not ${status}`);
    await this.looks();
  }

  // expects says that a page may come with a status that would be a fault otherwise, such as a form that is refused.
  expects(status) {
    this.look.expects(status);
  }

  // arrivesAt waits for the page whose main heading is given, and looks it over.
  async arrivesAt(heading) {
    await this.page.getByRole("heading", { level: 1, name: heading }).first().waitFor();
    await this.looks();
  }

  async looks() {
    await this.page.waitForLoadState("load");
    await this.look.over();
  }

  // finds is for what comes from another site in its own time: it opens the page again until the text is there.
  async finds(text) {
    await this.#reloadsUntil(`shows ${text}`, async () => (await this.page.getByText(text).count()) > 0);
  }

  // loses is for what another site takes away in its own time.
  async loses(text) {
    await this.#reloadsUntil(`no longer shows ${text}`, async () => (await this.page.getByText(text).count()) === 0);
  }

  async #reloadsUntil(what, holds) {
    const end = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`${this.page.url()} never ${what}`);
      await sleep(250);
      await this.page.reload();
    }
    await this.looks();
  }

  // misses says that a text is not on the page. Wait for the page first: what is yet to come is missing too.
  async misses(text) {
    const count = await this.page.getByText(text).filter({ visible: true }).count();
    if (count > 0) throw new Error(`${this.page.url()} shows ${text}, which it should not`);
  }

  // tabsTo goes on with the Tab key to what is called so, and checks that the place shows where one is.
  async tabsTo(name) {
    for (let steps = 0; steps < 60; steps++) {
      await this.page.keyboard.press("Tab");
      const at = await this.page.evaluate(() => {
        const element = document.activeElement;
        const words = element.labels?.[0]?.textContent ?? element.textContent;
        // A frame may stand round the element, or round the box that it fills.
        const framed = (box) => box && (getComputedStyle(box).outlineStyle !== "none" || getComputedStyle(box).boxShadow !== "none");
        return { words: words.trim(), shown: framed(element) || framed(element.parentElement) };
      });
      if (!at.shown) throw new Error(`nothing shows that the keyboard is at ${at.words}`);
      if (at.words.startsWith(name)) return;
    }
    throw new Error(`the Tab key does not lead to ${name}`);
  }

  // types is filling in with the keyboard alone.
  async types(label, value) {
    await this.tabsTo(label);
    await this.page.keyboard.type(value);
  }

  async signsIn(name) {
    await this.goes("/sign-in");
    await this.fills("E-mail address", email(name));
    await this.fills("Password", password);
    await this.presses("Sign in");
    await this.arrivesAt("What people say");
  }

  // picture keeps a picture of the whole page and returns where it is.
  async picture(title) {
    const { story, javaScript, width, pictures } = this.teller.telling;
    const name = [story.replace("/", "-"), javaScript ? "js" : "no-js", width, title.replaceAll(/\W+/g, "-")].join("-");
    const path = join(pictures, `${name}.png`);
    await this.page.screenshot({ path, fullPage: true });
    return path;
  }
}
