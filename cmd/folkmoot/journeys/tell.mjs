// Tells the story that the variable TELLING names, and fails when the story, or a look at a page on its way, does.
import { Teller } from "./lib.mjs";

const telling = JSON.parse(process.env.TELLING);
const story = await import(`./${telling.story}.mjs`);
const teller = await Teller.start(telling);
try {
  await story.default(teller);
} catch (error) {
  console.error(error.stack ?? error);
  await teller.tellFailure();
  process.exitCode = 1;
} finally {
  await teller.stop();
}
