// Makes the search index: the site's lists as JSON on the first line of stdin, then a page a line; the index's files
// go into the folder that is named as argument.
//
// The browser fetches the catalogue when search is opened, then the shards of the terms that were typed,
// then the texts of the pages it shows. All are scripts that hand their content to `kbSearch`: that works from
// the file system too. The folder's name is the content's hash, so that shards of two builds never mix.
//
// Thousands of pages have tens of millions of terms: a page keeps its own as numbers in a typed array, never as objects.

import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { encode, LEVEL_BITS, levelOf } from "../../frontend/search/postings.js";
import { indexTerms } from "../../frontend/search/text.js";
import { countTerms, KIND_FACTOR, pageImpacts } from "./impacts.mjs";
import { nameTerms } from "./names.mjs";
import { isWord, likelyWords, makeTables } from "./tables.mjs";

const SHARD_CHARACTERS = 2_500;
const ANSWER = "面试速答";
const SOURCES = "参考资料";
const NEVER_HEADING = new Set([ANSWER, "详解", "动手验证", "常见误区", "追问", SOURCES]);

/** Terms and the number of each. */
class Vocabulary {
  terms = [];
  #numbers = new Map();

  /** The number of a term, which is a new one for a new term. */
  number(term) {
    let number = this.#numbers.get(term);
    if (number === undefined) {
      number = this.terms.push(term) - 1;
      this.#numbers.set(term, number);
    }
    return number;
  }
}

/**
 * Index pages.
 *
 * @param lists What pages point at by number.
 * @param pages Iterable, may be asynchronous; each is read once.
 * @param write Called with path and content of each file.
 * @returns The name under which the files belong, and the script of the catalogue, which belongs beside that.
 */
export async function buildIndex(lists, pages, write) {
  const hash = createHash("sha256");
  const put = (name, content) => {
    const made = script(name, content);
    hash.update(made);
    write(`${name}.js`, made);
  };
  const vocabulary = new Vocabulary();
  const usual = new Map();
  const prepared = [];
  for await (const page of pages) {
    put(`texts/${prepared.length}`, page.sections.map(section));
    prepared.push(prepare(page, lists.tagNames, vocabulary, usual));
  }
  const postings = allPostings(prepared, vocabulary);
  const firsts = cutShards(postings, vocabulary, (at, lines) => put(`terms/${at}`, lines));
  put("tables", makeTables(vocabulary.terms));
  put("words", likelyWords(prepared, usual));
  const catalogue = { ...lists, pages: columns(prepared), firsts };
  const version = hash.update(JSON.stringify(catalogue)).digest("hex").slice(0, 12);
  return { version, catalogue: script("catalogue", { ...catalogue, version }) };
}

function script(name, content) {
  return `kbSearch(${JSON.stringify(name)},${JSON.stringify(content)})\n`;
}

function section({ anchor, heading, text }) {
  return [anchor, heading, text];
}

/** What the catalogue and the postings are made of; counts in `usual` on how many pages a Latin word stands. */
function prepare({ sections, ...page }, tagNames, vocabulary, usual) {
  const headings = sections.flatMap(({ heading, questions }) => [heading, ...questions]);
  const named = { ...page, headings: headings.filter((heading) => heading && !NEVER_HEADING.has(heading)) };
  const terms = sections.filter(({ heading }) => heading !== SOURCES).flatMap(({ text }) => indexTerms(text));
  const body = countTerms(terms);
  for (const word of body.keys()) if (isWord(word)) usual.set(word, (usual.get(word) ?? 0) + 1);
  const impacts = pageImpacts({
    ...named,
    tagNames: page.tags.map((tag) => tagNames[tag]),
    answer: `${page.summary} ${textUnder(ANSWER, sections)}`,
    sources: textUnder(SOURCES, sections),
    body,
    length: terms.length,
  });
  for (const [term, impact] of nameTerms(named)) impacts.set(term, impact);
  return { ...named, levels: packLevels(impacts, KIND_FACTOR[page.kind], vocabulary) };
}

/** Terms, each with the level of its impact, packed into numbers. */
function packLevels(impacts, factor, vocabulary) {
  const packed = new Uint32Array(impacts.size);
  let at = 0;
  for (const [term, impact] of impacts) {
    packed[at] = (vocabulary.number(term) << LEVEL_BITS) | levelOf(impact * factor);
    at += 1;
  }
  return packed;
}

function textUnder(title, sections) {
  return sections.find(({ heading }) => heading === title)?.text ?? "";
}

/** For each term, in order of their numbers, its postings as `encode` takes them. */
function allPostings(pages, vocabulary) {
  const ends = new Uint32Array(vocabulary.terms.length);
  for (const { levels } of pages) for (const entry of levels) ends[entry >>> LEVEL_BITS] += 1;
  for (let at = 1; at < ends.length; at += 1) ends[at] += ends[at - 1];
  const all = new Uint32Array(ends.at(-1) ?? 0);
  for (let number = pages.length - 1; number >= 0; number -= 1) {
    for (const entry of pages[number].levels) {
      all[(ends[entry >>> LEVEL_BITS] -= 1)] = (number << LEVEL_BITS) | (entry & ((1 << LEVEL_BITS) - 1));
    }
  }
  return (term) => all.subarray(ends[term], ends[term + 1] ?? all.length);
}

/** Writes sorted terms in shards of about equal size; returns the first term of each. */
function cutShards(postings, vocabulary, write) {
  const firsts = [];
  let lines = [];
  let size = 0;
  for (const term of [...vocabulary.terms].sort()) {
    const line = `${term}\t${encode(postings(vocabulary.number(term)))}`;
    if (!lines.length) firsts.push(term);
    lines.push(line);
    size += line.length;
    if (size >= SHARD_CHARACTERS) {
      write(firsts.length - 1, lines.join("\n"));
      lines = [];
      size = 0;
    }
  }
  if (lines.length) write(firsts.length - 1, lines.join("\n"));
  return firsts;
}

/** What the browser knows of all pages: a column per property, which compresses better than a row per page. */
function columns(pages) {
  const keys = ["url", "title", "kind", "board", "difficulty", "tags", "notebook"];
  const number = new Map(pages.map(({ url }, at) => [url, at]));
  const question = pages.map((page) => (page.question ? number.get(page.question) : -1));
  return { ...Object.fromEntries(keys.map((key) => [key, pages.map((page) => page[key])])), question };
}

/** The JSON values of an input's lines. */
async function* values(input) {
  for await (const line of createInterface({ input })) yield JSON.parse(line);
}

async function main(folder) {
  const input = values(process.stdin);
  const { value: lists } = await input.next();
  const fresh = join(folder, "next");
  for (const kind of ["terms", "texts"]) mkdirSync(join(fresh, kind), { recursive: true });
  const { version, catalogue } = await buildIndex(lists, input, (path, content) =>
    writeFileSync(join(fresh, path), content),
  );
  renameSync(fresh, join(folder, version));
  writeFileSync(join(folder, "catalogue.js"), catalogue);
}

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) await main(process.argv[2]);
