// Looks a page over for faults that no story tells of: accessibility, markup, size, and what the browser complained about.
import axe from "axe-core";
import { HtmlValidate } from "html-validate";

const heaviest = 60 * 1024; // bytes of a first view, pictures left out
const narrowest = 320; // CSS pixels without a sideways scrollbar: WCAG 1.4.10, the same as 400 % zoom on a screen of 1280
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const markup = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });

export class Look {
  constructor(page, teller) {
    const { width, javaScript } = teller.telling;
    Object.assign(this, { page, width, javaScript, faults: [], weight: 0, expected: 200, pending: [] });
    this.origins = new Set(teller.sites.map((site) => new URL(site.url).origin));
    page.on("request", (request) => this.#request(request));
    page.on("requestfinished", (request) => this.pending.push(this.#finished(request)));
    page.on("requestfailed", (request) => this.#failed(request));
    page.on("pageerror", (error) => this.faults.push(`a script failed: ${error.message}`));
    page.on("console", (message) => this.#said(message));
  }

  // scripts says whether pages may run scripts. Playwright's own switch can't be turned once a page is open.
  async scripts(may) {
    this.session ??= await this.page.context().newCDPSession(this.page);
    await this.session.send("Emulation.setScriptExecutionDisabled", { value: !may });
  }

  // expects sets the status that the next pages may have besides those under 400.
  expects(status) {
    this.expected = status;
  }

  // over looks the page over as it stands now and throws everything that it found at once.
  async over() {
    await Promise.all(this.pending.splice(0));
    if (this.weight > heaviest) this.faults.push(`the page weighs ${this.weight} bytes without pictures, more than ${heaviest}`);
    await this.#accessible();
    await this.#fits();
    const faults = this.faults.splice(0);
    if (faults.length > 0) throw new Error(`${this.page.url()}:\n  ${faults.join("\n  ")}`);
  }

  #request(request) {
    const url = new URL(request.url());
    if (request.isNavigationRequest() && request.frame() === this.page.mainFrame()) {
      this.weight = 0;
      if (!this.origins.has(url.origin)) this.faults.push(`it leads to ${url.origin}, which is none of the sites`);
      return;
    }
    const home = new URL(request.frame().url()).origin;
    if (url.protocol.startsWith("http") && url.origin !== home) this.faults.push(`it asks ${url.origin} for ${url.pathname}`);
  }

  async #finished(request) {
    const response = await request.response();
    if (!response) return;
    if (request.resourceType() !== "image") {
      const sizes = await request.sizes();
      this.weight += sizes.responseHeadersSize + sizes.responseBodySize;
    }
    if (response.status() >= 400 && !(request.isNavigationRequest() && response.status() === this.expected)) {
      this.faults.push(`${request.method()} ${request.url()} answered ${response.status()}`);
    }
    if (request.isNavigationRequest() && (response.headers()["content-type"] ?? "").startsWith("text/html")) {
      await this.#valid(await response.text().catch(() => ""));
    }
  }

  #failed(request) {
    const why = request.failure()?.errorText ?? "";
    // Leaving a page while it loads ends what it still waits for: no fault of the page.
    if (why !== "net::ERR_ABORTED") this.faults.push(`${request.url()} failed: ${why}`);
  }

  #said(message) {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // An answer of 400 or more is judged where it arrives, by what the story expects.
    if (message.text().startsWith("Failed to load resource")) return;
    this.faults.push(`the browser complains: ${message.text()}`);
  }

  async #valid(html) {
    const report = await markup.validateString(html);
    for (const { line, ruleId, message } of report.results.flatMap((result) => result.messages)) {
      this.faults.push(`markup, line ${line}: ${message} (${ruleId})`);
    }
  }

  // axe needs scripts to run. In a story without them the page was loaded without them, and they are switched on for the look alone.
  async #accessible() {
    await this.scripts(true);
    await this.page.evaluate(axe.source);
    this.faults.push(...(await this.#axe({ type: "tag", values: wcag }, "")));
    await this.page.emulateMedia({ colorScheme: "dark" });
    this.faults.push(...(await this.#axe({ type: "rule", values: ["color-contrast"] }, " in the dark")));
    await this.page.emulateMedia({ colorScheme: "light" });
    await this.scripts(this.javaScript);
  }

  async #axe(runOnly, where) {
    const { violations } = await this.page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ["violations"] }), runOnly);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `axe${where}: ${help} (${id}): ${node.target}: ${node.failureSummary.split("\n").at(-1).trim()}`));
  }

  // fits asks on narrow screens whether anything reaches past the edge, at the width that the standard names.
  async #fits() {
    if (this.width > 600) return;
    const { height } = this.page.viewportSize();
    await this.page.setViewportSize({ width: narrowest, height });
    const wide = await this.page.evaluate(() => {
      const edge = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= edge) return [];
      return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > edge + 1)
        .slice(0, 3)
        .map((element) => element.outerHTML.slice(0, 80));
    });
    await this.page.setViewportSize({ width: this.width, height });
    for (const element of wide) this.faults.push(`it is wider than ${narrowest} pixels: ${element}`);
  }
}
