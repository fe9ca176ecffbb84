// Opens the one page that the harness's own tests serve.
export default async function (teller) {
  const ann = await teller.visitor(teller.sites[0]);
  await ann.goes("/");
  await ann.arrivesAt("A page");
  await ann.sees("A page");
}
