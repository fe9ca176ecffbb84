// Looks over every page that web/ can draw, in every state that its own tests know, before anybody has to bring that state about.
export default async function (teller) {
  const ann = await teller.visitor(teller.sites[0]);
  const faults = [];
  for (const page of teller.telling.pages) {
    await ann.goes(`/${page}`).catch((error) => faults.push(error.message));
    if (process.env.PICTURES) await ann.picture(page);
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
