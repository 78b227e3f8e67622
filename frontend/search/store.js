// The index as the ranking wants it, brought file by file and kept.

import { CustomConverter } from "opencc-js/core";
import { decode } from "./postings.js";

const NOTHING = new Map();
// A prefix may begin more terms than anyone wants to download.
const RANGE_SHARDS = 4;

/**
 * Open an index.
 *
 * @param load Brings the content of a file of the index, such as `terms/3`, as a promise.
 * @param catalogue The content of the file `catalogue`.
 */
export function openStore(load, catalogue) {
  const once = remember(load);
  const shards = remember((number) => once(`terms/${number}`).then(parseShard));
  const tables = remember((name) => once(name).then(openTables));
  const words = remember((name) => once(name).then((text) => text.split(" ")));
  const { firsts } = catalogue;
  const shardOf = (term) => Math.max(0, firsts.findLastIndex((first) => first <= term));

  return {
    pageCount: catalogue.pages.url.length,
    question: (page) => catalogue.pages.question[page],
    text: (page) => once(`texts/${page}`),
    tables: () => tables("tables"),
    words: () => words("words"),
    async postings(term) {
      const shard = await shards(shardOf(term));
      return shard.has(term) ? decode(shard.get(term)) : NOTHING;
    },
    async range(prefix) {
      const first = shardOf(prefix);
      const end = firsts.findIndex((term, at) => at > first && !term.startsWith(prefix) && term > prefix);
      const last = Math.min(end < 0 ? firsts.length : end, first + RANGE_SHARDS);
      const numbers = Array.from({ length: last - first }, (_, at) => first + at);
      const found = await Promise.all(numbers.map(shards));
      const terms = found.flatMap((shard) => [...shard].filter(([term]) => term.startsWith(prefix)));
      return terms.map(([term, postings]) => [term, decode(postings)]);
    },
  };
}

function remember(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
}

function parseShard(text) {
  return new Map(text.split("\n").map((line) => line.split("\t")));
}

function openTables({ simplify, sounds }) {
  const bySyllable = sounds.split(" ").map((group) => [group.match(/^[a-z]+/)[0], group.replace(/^[a-z]+/, "")]);
  const byCharacter = new Map(bySyllable.flatMap(([syllable, all]) => [...all].map((one) => [one, syllable])));
  const known = new Set(bySyllable.map(([syllable]) => syllable));
  const convert = CustomConverter(simplify);
  return {
    simplify: (text) => convert(text.normalize("NFKC")),
    pinyin: (text) => [...text].map((character) => byCharacter.get(character) ?? "").join(""),
    syllables: (letters) => cutSyllables(letters, known),
  };
}

/** Letters as pinyin syllables, longest first; the last may be unfinished. Empty when they are no pinyin. */
function cutSyllables(letters, known) {
  if (!letters) return [];
  for (let length = Math.min(6, letters.length); length > 0; length -= 1) {
    const head = letters.slice(0, length);
    if (!known.has(head)) continue;
    const rest = cutSyllables(letters.slice(length), known);
    if (rest.length || length === letters.length) return [head, ...rest];
  }
  return letters.length < 4 ? [letters] : [];
}
