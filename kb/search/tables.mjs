// What the browser needs only for a query that finds too little: simplified forms and sounds, and apart from them words.

import { CustomConverter } from "opencc-js/core";
import characters from "opencc-js/dict/TSCharacters";
import phrases from "opencc-js/dict/TWPhrasesRev";
import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";
import { hanTerms, indexTerms, isHan } from "../../frontend/search/text.js";

// The characters of daily use: level 1 of GB 2312, as the encoding orders them.
const DAILY = decodeDaily();
const USUAL_WORDS = 4000;

/** Simplified forms and sounds, limited to what the site's own terms need. */
export function makeTables(terms) {
  const used = new Set(terms.filter(isHan).flatMap((term) => [...term]));
  return { simplify: simplifications(used, new Set(terms)), sounds: sounds([...used, ...DAILY]) };
}

/** A dictionary for opencc-js: Taiwan's words and traditional characters whose simplified form the site uses. */
function simplifications(used, terms) {
  const convert = Converter({ from: "twp", to: "cn" });
  const simple = CustomConverter(characters);
  const keys = (dictionary) => dictionary.split("|").map((entry) => entry.split(" ")[0]);
  const known = (target) => target.length > 1 && hanTerms(target).slice(0, -1).every((term) => terms.has(term));
  const words = keys(phrases).map((key) => [key, convert(key)]).filter(([, target]) => known(target));
  const single = keys(characters).map((key) => [key, simple(key)]).filter(([key, target]) => used.has(target) && key !== target);
  return [...words, ...single].map((entry) => entry.join(" ")).join("|");
}

/**
 * The Latin words that a mistyped word may mean: those of names and headings, and the most usual of the texts.
 * `counts` says on how many pages a word stands.
 */
export function likelyWords(pages, counts) {
  const names = pages.flatMap((page) => [page.title, ...page.aliases, ...page.synonyms, ...page.headings]);
  const words = new Set(names.flatMap(indexTerms).filter(isWord));
  const usual = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, USUAL_WORDS);
  return [...new Set([...words, ...usual.map(([word]) => word)])].sort().join(" ");
}

/** Whether a term is a Latin word that may be mistyped. */
export function isWord(term) {
  return /^[a-z][a-z0-9]{3,19}$/.test(term);
}

/** Characters by their most usual syllable, as "ji激机 huo活火 …". */
function sounds(used) {
  const groups = new Map();
  for (const character of [...new Set(used)].sort()) {
    const syllable = pinyin(character, { toneType: "none", v: true });
    if (/^[a-z]+$/.test(syllable)) groups.set(syllable, (groups.get(syllable) ?? "") + character);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map((group) => group.join("")).join(" ");
}

function decodeDaily() {
  const bytes = [];
  for (let row = 0xb0; row <= 0xd7; row += 1) for (let cell = 0xa1; cell <= 0xfe; cell += 1) bytes.push(row, cell);
  return new TextDecoder("gb18030").decode(new Uint8Array(bytes)).match(/\p{Script=Han}/gu);
}
