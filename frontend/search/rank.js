// Ranks pages for a query. Knows nothing of the browser: `store` brings postings and tables from wherever they are.
//
// A page's score is the sum over the query's units of weight × rarity × impact, times the share of the query
// that the page covers. Impacts are made at build time (kb/search/indexer.mjs) and follow BM25F: terms saturate,
// fields weigh differently, long texts count less. Rarity is BM25's inverse document frequency.

import { distance } from "./distance.js";
import { characterUnits, nameKey, queryUnits } from "./text.js";

/** Marks of the term families in the index; none can occur in a term. */
export const FAMILY = { name: "=", pinyin: "~", initials: "^" };

const NAME_BONUS = 30;
const PREFIX_FACTOR = 0.7;
const FUZZY_FACTOR = 0.55;
const SOUND_FACTOR = 0.6;
const PART_FACTOR = 0.4;
const EXPANSIONS = 60;

/**
 * The pages that answer a query, best first.
 *
 * @param query What was typed.
 * @param store `pageCount`; `question(page)`, the number of the question that a notebook proves; and `postings(term)`,
 *   `range(prefix)`, `tables()` and `words()`, each a promise.
 * @returns A list of {page, score} and the units that were found, as [{term, weight}].
 */
export async function rank(query, store) {
  let { units, found } = await resolveAll(queryUnits(query), store);
  if (found.some((postings, at) => !postings.size && !units[at].optional)) {
    ({ units, found } = await rescue(query, units, found, store));
  }
  const names = await store.postings(FAMILY.name + nameKey(query));
  const rarities = found.map((postings) => rarity(postings.size, store.pageCount));
  const scores = total(units, found, rarities);
  for (const [page, impact] of names) scores.set(page, (scores.get(page) ?? 0) + NAME_BONUS * impact);
  const results = [...scores].map(([page, score]) => ({ page, score }));
  results.sort((a, b) => b.score - a.score || a.page - b.page);
  const matched = units.flatMap((unit, at) =>
    found[at].size ? (unit.matched ?? [unit.term]).map((term) => ({ term, weight: unit.weight * rarities[at] })) : [],
  );
  return { results: questionsFirst(results, store.question), matched };
}

/** A notebook that proves a question never stands above it. */
function questionsFirst(results, question) {
  const waiting = new Map(results.map((result) => [result.page, result]));
  const ordered = [];
  for (const result of results) {
    const owner = waiting.get(question(result.page));
    for (const next of owner ? [owner, result] : [result]) if (waiting.delete(next.page)) ordered.push(next);
  }
  return ordered;
}

function rarity(count, pages) {
  return Math.log(1 + (pages - count + 0.5) / (count + 0.5));
}

/** Sum up; a unit found nowhere says nothing about coverage. */
function total(units, found, rarities) {
  const scores = new Map();
  const covered = new Map();
  let whole = 0;
  units.forEach((unit, at) => {
    const worth = unit.weight * rarities[at];
    if (!unit.optional && found[at].size) whole += worth;
    for (const [page, impact] of found[at]) {
      scores.set(page, (scores.get(page) ?? 0) + worth * impact);
      if (!unit.optional) covered.set(page, (covered.get(page) ?? 0) + worth);
    }
  });
  for (const [page, score] of scores) {
    scores.set(page, score * (whole ? 0.1 + 0.9 * ((covered.get(page) ?? 0) / whole) : 1));
  }
  return scores;
}

async function resolveAll(units, store) {
  const last = units.filter((unit) => !unit.optional).at(-1);
  const all = await Promise.all(units.map((unit) => resolve(unit, unit === last, store)));
  const known = new Set(units.filter((_, at) => all[at].size).map(({ term }) => term));
  const found = all.map((postings, at) => (known.has(units[at].insteadOf) ? new Map() : postings));
  return { units, found };
}

/** Postings of a unit: exact, and for a word that may go on (the last one) or is not there, longer words too. */
async function resolve(unit, isLast, store) {
  if (unit.kind === "character") {
    // Alone between other signs it is a word, within a run perhaps only a part of one.
    return widest(await store.range(unit.term), (term) => (term === unit.term ? 1 : PART_FACTOR));
  }
  const exact = await store.postings(unit.term);
  if (unit.kind !== "word" || unit.optional || unit.term.length < 2 || (exact.size && !isLast)) return exact;
  const longer = (await store.range(unit.term)).filter(([term]) => term !== unit.term);
  return merged(exact, widest(longer, (term) => PREFIX_FACTOR * (unit.term.length / term.length) ** 0.5));
}

/** The best impact of each page over many terms. */
function widest(terms, factor) {
  const best = new Map();
  for (const [term, postings] of terms.slice(0, EXPANSIONS)) merge(best, postings, factor(term));
  return best;
}

function merged(postings, others) {
  return merge(new Map(postings), others, 1);
}

function merge(best, postings, factor) {
  for (const [page, impact] of postings) best.set(page, Math.max(best.get(page) ?? 0, impact * factor));
  return best;
}

/** Look again for what was not found: in simplified characters, by sound, by spelling. */
async function rescue(query, units, found, store) {
  const tables = await store.tables();
  const simplified = tables.simplify(query);
  if (simplified !== query.normalize("NFKC")) {
    const again = await resolveAll(queryUnits(simplified), store);
    if (again.found.filter((postings) => postings.size).length > found.filter((postings) => postings.size).length) {
      ({ units, found } = again);
    }
  }
  const rescued = await Promise.all(
    units.map((unit, at) => (found[at].size || unit.optional ? found[at] : guess(unit, tables, store))),
  );
  if (rescued.some((postings) => postings.size)) return { units, found: rescued };
  return resolveAll(characterUnits(query), store);
}

async function guess(unit, tables, store) {
  if (unit.kind === "pair") {
    const sound = tables.pinyin(unit.term);
    return sound ? widest(await store.range(FAMILY.pinyin + sound), () => SOUND_FACTOR) : new Map();
  }
  if (unit.kind === "character") return new Map();
  const spelled = await bySpelling(unit, store);
  return spelled.size ? spelled : bySound(unit, tables, store);
}

async function bySpelling(unit, store) {
  const near = nearest(unit.term, await store.words());
  unit.matched = near.map(({ word }) => word);
  const postings = await Promise.all(near.map(({ word }) => store.postings(word)));
  const best = new Map();
  near.forEach(({ steps }, at) => merge(best, postings[at], FUZZY_FACTOR ** (steps - near[0].steps) * FUZZY_FACTOR));
  return best;
}

/** The words fewest typing slips away: one slip from four letters on, two from seven on. */
export function nearest(term, words) {
  const limit = term.length < 4 ? 0 : term.length < 7 ? 1 : 2;
  const near = [];
  for (const word of limit ? words : []) {
    const steps = distance(term, word, limit);
    if (steps <= limit) near.push({ word, steps });
  }
  return near.sort((a, b) => a.steps - b.steps).slice(0, 8);
}

/** Pinyin in full or by initials; what is longer than the index keeps is cut into pieces that it knows. */
async function bySound(unit, tables, store) {
  const { term } = unit;
  unit.matched = [];
  if (!/^[a-z]{2,}$/.test(term)) return new Map();
  const initials = term.length <= 8 ? await store.range(FAMILY.initials + term) : [];
  const whole = await store.range(FAMILY.pinyin + term);
  const best = widest([...whole, ...initials], () => SOUND_FACTOR);
  return best.size ? best : inSyllables(tables.syllables(term), store);
}

async function inSyllables(syllables, store) {
  const best = new Map();
  if (syllables.length < 2) return best;
  const pairs = syllables.slice(0, -1).map((syllable, at) => syllable + syllables[at + 1]);
  const ranges = await Promise.all(pairs.map((pair) => store.range(FAMILY.pinyin + pair)));
  for (const range of ranges) {
    for (const [page, impact] of widest(range, () => SOUND_FACTOR / pairs.length)) {
      best.set(page, (best.get(page) ?? 0) + impact);
    }
  }
  return best;
}
