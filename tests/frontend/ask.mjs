// {request, queries} on stdin: index the request's pages and rank each query; the addresses found on stdout.
import { text } from "node:stream/consumers";
import { rank } from "../../frontend/search/rank.js";
import { openStore } from "../../frontend/search/store.js";
import { buildIndex } from "../../kb/search/indexer.mjs";

const { request, queries } = JSON.parse(await text(process.stdin));
const contents = {};
const kbSearch = (name, content) => (contents[name] = content);
const run = (script) => new Function("kbSearch", script)(kbSearch);
const { pages, ...lists } = request;
const { catalogue } = await buildIndex(lists, pages, (path, script) => run(script));
run(catalogue);
const store = openStore(async (name) => contents[name], contents.catalogue);
const answers = {};
for (const query of queries) {
  const { results } = await rank(query, store);
  answers[query] = results.map(({ page }) => contents.catalogue.pages.url[page]);
}
process.stdout.write(JSON.stringify(answers));
