// Builds what web/static serves from its sources: app.css from build/styles on top of govuk-frontend, and the
// vendored htmx.min.js. With --check it writes nothing and exits 1 when a committed file is not what the sources
// give, so that a stylesheet is never edited by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(web, ...parts);

let sass;
try {
  sass = await import("sass");
} catch {
  console.error("The style tools are not installed. Run: npm --prefix web ci");
  process.exit(1);
}

const version = (name) => JSON.parse(readFileSync(at("node_modules", name, "package.json"), "utf8")).version;

function stylesheet() {
  const note =
    `/*! Folkmoot, MIT. Holds parts of govuk-frontend ${version("govuk-frontend")}, ` +
    `Copyright (C) 2017 Crown Copyright (Government Digital Service), MIT. See LICENCES.txt. */\n`;
  const { css } = sass.compile(at("build", "styles", "app.scss"), {
    style: "compressed",
    charset: false,
    quietDeps: true,
    loadPaths: [at("node_modules")],
  });
  for (const banned of ["@font-face", "GDS Transport", "http://", "https://"]) {
    if (css.includes(banned)) throw new Error(`app.css holds ${banned}; the base must stay unbranded and local`);
  }
  return note + css + "\n";
}

function htmx() {
  const note = `/*! htmx ${version("htmx.org")}, Zero-Clause BSD (0BSD). See LICENCES.txt. */\n`;
  return note + readFileSync(at("node_modules", "htmx.org", "dist", "htmx.min.js"), "utf8");
}

const outputs = { "app.css": stylesheet(), "htmx.min.js": htmx() };
const check = process.argv.includes("--check");
let stale = 0;
for (const [name, text] of Object.entries(outputs)) {
  const path = at("static", name);
  if (!check) {
    writeFileSync(path, text);
    console.log(`wrote web/static/${name} (${text.length} bytes)`);
    continue;
  }
  let committed = "";
  try {
    committed = readFileSync(path, "utf8");
  } catch {
    // A missing file is stale like any other.
  }
  if (committed !== text) {
    stale++;
    console.error(`web/static/${name} is not what its sources give. Run: npm --prefix web run build`);
  }
}
if (check && stale === 0) console.log("web/static is current");
process.exit(stale ? 1 : 0);
