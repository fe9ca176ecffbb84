// Opens each page and fails when anything in it that others wrote ran, or would have run but for the page's policy: once as people
// get it, and once more with that policy out of force.
const spring = () => {
  window.sprung = [];
  for (const name of ["alert", "confirm", "prompt"]) window[name] = (...words) => window.sprung.push(`${name}(${words})`);
  document.addEventListener("securitypolicyviolation", (event) => window.sprung.push(`the policy stopped ${event.violatedDirective} ${event.sample}`));
};

// poke does to every element what would set off a script in it, and lists what could hold one.
const poke = () => {
  const harmless = /^(https?:|\/|#|\?|mailto:)/i;
  for (const element of document.querySelectorAll("main *")) {
    for (const { name, value } of element.attributes) {
      if (/^on|^(data-)?hx-on|^srcdoc$/i.test(name)) window.sprung.push(`${element.tagName} has ${name}=${value}`);
      if (/^(href|src|action|formaction|xlink:href|data|poster|background)$/i.test(name) && value !== "" && !harmless.test(value.trim()))
        window.sprung.push(`${element.tagName} leads to ${name}=${value}`);
    }
    for (const type of ["mouseover", "mouseenter", "pointerover", "focus", "toggle", "load", "error", "animationstart"]) element.dispatchEvent(new Event(type));
  }
  const strange = [...document.querySelectorAll("main :is(script, iframe, object, embed, base, meta, link, style, math, template, portal, audio, video)")];
  return window.sprung.concat(strange.map((element) => `there is a ${element.tagName}`));
};

export default async function (teller) {
  const faults = [];
  for (const bypassCSP of [false, true]) {
    const context = await teller.browser.newContext({ baseURL: teller.sites[0].url, bypassCSP });
    await context.addInitScript(spring);
    const page = await context.newPage();
    let address = "";
    const fault = (what) => faults.push(`${address}${bypassCSP ? ", without its policy" : ""}: ${what}`);
    page.on("dialog", (dialog) => (fault(dialog.message()), dialog.dismiss()));
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== teller.sites[0].url) fault(`it asks ${request.url()}`);
    });
    for (address of teller.telling.pages) {
      const response = await page.goto(address);
      if (response.status() !== 200) fault(`it is answered ${response.status()}`);
      (await page.evaluate(poke)).forEach(fault);
      if (page.frames().length > 1) fault("there are frames");
    }
    await context.close();
  }
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.slice(0, 20).join("\n")}`);
}
