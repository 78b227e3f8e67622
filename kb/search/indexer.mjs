// Makes the search index: pages as JSON on stdin, {path: content} of the index's files as JSON on stdout.
//
// The browser fetches the catalogue when search is opened, then the shards of the terms that were typed,
// then the texts of the pages it shows. All are scripts that hand their content to `kbSearch`: that works from
// the file system too. The folder's name is the content's hash, so that shards of two builds never mix.

import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { encode } from "../../frontend/search/postings.js";
import { indexTerms } from "../../frontend/search/text.js";
import { kindFactor, pageImpacts } from "./impacts.mjs";
import { nameTerms } from "./names.mjs";
import { makeTables } from "./tables.mjs";

const SHARD_CHARACTERS = 5_000;
const ANSWER = "面试速答";
const SOURCES = "参考资料";
const NEVER_HEADING = new Set([ANSWER, "详解", "动手验证", "常见误区", "追问", SOURCES]);

/** Index pages; returns the content of each file by its path below the index's folder. */
export function buildIndex({ pages, ...lists }) {
  const prepared = pages.map((page) => prepare(page, lists.tagNames));
  const postings = allPostings(prepared);
  const { shards, firsts } = cutShards(postings);
  const files = Object.fromEntries([
    ...shards.map((lines, at) => [`terms/${at}.js`, script(`terms/${at}`, lines)]),
    ...pages.map((page, at) => [`texts/${at}.js`, script(`texts/${at}`, page.sections.map(section))]),
    ["tables.js", script("tables", makeTables(prepared, new Set(postings.keys())))],
  ]);
  const catalogue = { ...lists, pages: columns(pages), firsts };
  const version = createHash("sha256").update(JSON.stringify([catalogue, files])).digest("hex").slice(0, 12);
  const moved = Object.fromEntries(Object.entries(files).map(([path, content]) => [`${version}/${path}`, content]));
  return { ...moved, "catalogue.js": script("catalogue", { ...catalogue, version }) };
}

function script(name, content) {
  return `kbSearch(${JSON.stringify(name)},${JSON.stringify(content)})\n`;
}

function section({ anchor, heading, text }) {
  return [anchor, heading, text];
}

/** The fields that impacts are made of. */
function prepare(page, tagNames) {
  const headings = page.sections.flatMap(({ heading, questions }) => [heading, ...questions]);
  return {
    ...page,
    tags: page.tags.map((tag) => tagNames[tag]),
    headings: headings.filter((heading) => heading && !NEVER_HEADING.has(heading)),
    answer: `${page.summary} ${textUnder(ANSWER, page)}`,
    sources: textUnder(SOURCES, page),
    body: page.sections.filter(({ heading }) => heading !== SOURCES).flatMap(({ text }) => indexTerms(text)),
  };
}

function textUnder(title, { sections }) {
  return sections.find(({ heading }) => heading === title)?.text ?? "";
}

function allPostings(pages) {
  const average = pages.reduce((sum, page) => sum + page.body.length, 0) / pages.length || 1;
  const postings = new Map();
  pages.forEach((page, number) => {
    for (const terms of [pageImpacts(page, average), nameTerms(page, kindFactor(page))]) {
      for (const [term, impact] of terms) {
        if (!postings.has(term)) postings.set(term, []);
        postings.get(term).push([number, impact]);
      }
    }
  });
  return postings;
}

/** Sorted terms in shards of about equal size, and the first term of each. */
function cutShards(postings) {
  const shards = [];
  const firsts = [];
  let size = SHARD_CHARACTERS;
  for (const term of [...postings.keys()].sort()) {
    const line = `${term}\t${encode(postings.get(term))}`;
    if (size >= SHARD_CHARACTERS) {
      shards.push([]);
      firsts.push(term);
      size = 0;
    }
    shards.at(-1).push(line);
    size += line.length;
  }
  return { shards: shards.map((lines) => lines.join("\n")), firsts };
}

/** What the browser knows of all pages: a column per property, which compresses better than a row per page. */
function columns(pages) {
  const keys = ["url", "title", "kind", "board", "difficulty", "tags", "notebook"];
  const number = new Map(pages.map(({ url }, at) => [url, at]));
  const question = pages.map((page) => (page.question ? number.get(page.question) : -1));
  return { ...Object.fromEntries(keys.map((key) => [key, pages.map((page) => page[key])])), question };
}

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  process.stdout.write(JSON.stringify(buildIndex(JSON.parse(await text(process.stdin)))));
}
