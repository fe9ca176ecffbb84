// The words in which the stories are told. A Teller holds the browser and the sites; a Visitor is one person with a browser of
// their own. Where a visitor arrives the page is looked over as well (look.mjs).
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { Look } from "./look.mjs";

const run = promisify(execFile);

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
}

export class Visitor {
  constructor(teller, page) {
    Object.assign(this, { teller, page, look: new Look(page, teller) });
    page.setDefaultTimeout(10_000);
  }

  // goes opens an address of the site; a status of 400 or more is a fault unless it is what the story expects.
  async goes(address, { status = 200 } = {}) {
    this.look.expects(status);
    const response = await this.page.goto(address);
    if (response.status() !== status) throw new Error(`${address} answered ${response.status()}, not ${status}`);
    await this.looks();
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

  async sees(text) {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  // finds is for what comes from another site in its own time: it opens the page again until the text is there.
  async finds(text, { within = 20_000 } = {}) {
    const end = Date.now() + within;
    while ((await this.page.getByText(text).count()) === 0) {
      if (Date.now() > end) throw new Error(`${this.page.url()} does not show ${text} after ${within} ms`);
      await this.page.waitForTimeout(250);
      await this.page.reload();
    }
    await this.looks();
  }

  // misses says that a text is not on the page. Wait for the page first: what is yet to come is missing too.
  async misses(text) {
    const count = await this.page.getByText(text).filter({ visible: true }).count();
    if (count > 0) throw new Error(`${this.page.url()} shows ${text}, which it should not`);
  }

  async fills(label, value) {
    await this.page.getByLabel(label, { exact: true }).fill(value);
  }

  async picks(label) {
    await this.page.getByLabel(label, { exact: true }).check();
  }

  async selects(label, option) {
    await this.page.getByLabel(label, { exact: true }).selectOption(option);
  }

  async presses(name) {
    await this.page.getByRole("button", { name, exact: true }).first().click();
  }

  async follows(name) {
    await this.page.getByRole("link", { name, exact: true }).first().click();
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
