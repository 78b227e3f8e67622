// {site, queries} on stdin: index the pages of a built site with MiniSearch; the addresses it finds on stdout.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import MiniSearch from "minisearch";
import { hanTerms, isHan, normalise, pieces } from "../frontend/search/text.js";

const { site, queries } = JSON.parse(await text(process.stdin));

function read(path) {
  let content;
  new Function("kbSearch", readFileSync(join(site, "search", path), "utf8"))((_, given) => (content = given));
  return content;
}

function tokenize(input) {
  return pieces(input).flatMap((piece) => (isHan(piece) && [...piece].length > 1 ? hanTerms(piece).slice(0, -1) : [normalise(piece)]));
}

const { pages, version } = read("catalogue.js");
const engine = new MiniSearch({ fields: ["title", "text"], tokenize, processTerm: (term) => term });
for (const file of readdirSync(join(site, "search", version, "texts"))) {
  const id = Number(file.replace(".js", ""));
  const sections = read(`${version}/texts/${file}`);
  engine.add({ id, title: pages.title[id], text: sections.map(([, heading, body]) => `${heading} ${body}`).join(" ") });
}
const options = { boost: { title: 3 }, fuzzy: (term) => (isHan(term) ? false : 0.2), prefix: (term) => !isHan(term) };
const found = queries.map((query) => engine.search(query, options).slice(0, 10).map(({ id }) => pages.url[id]));
process.stdout.write(JSON.stringify(found));
