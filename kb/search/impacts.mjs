// How much a page is about a term: the impact that the browser later multiplies by the term's rarity.
// After BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", §3.6):
// every field saturates by itself, and a long text needs more mentions than a short one.

import { indexTerms } from "../../frontend/search/text.js";

const WEIGHT = { name: 6, tag: 1.5, synonym: 2.5, heading: 2.2, answer: 2.2, body: 2, sources: 0.6 };

/** Questions come before the notebooks that prove them, and those before lists. */
export const KIND_FACTOR = { question: 1, notebook: 0.3, page: 0.3, list: 0.25 };

const TITLE_LENGTH = 12;
const BODY_SATURATION = 1.2;
// Terms of a body. Fixed, not the average of all pages: a page's impacts are known as soon as it has been read. Between
// 1,800 and 4,000 (a question of today) the queries whose answer comes first, of 533, differ by two at most.
const USUAL_LENGTH = 2500;

/** How often each term stands in a list, as a Map. */
export function countTerms(terms) {
  const counts = new Map();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Impact of every term of a page, as a Map; `body` counts the terms of its text, `length` is the sum of the counts. */
export function pageImpacts(page) {
  const impacts = new Map();
  add(impacts, nameImpacts(page));
  add(impacts, spread(page.tagNames, WEIGHT.tag));
  add(impacts, spread(page.synonyms, WEIGHT.synonym));
  addMentions(impacts, countTerms(page.headings.flatMap(indexTerms)), WEIGHT.heading, 0.5);
  addMentions(impacts, countTerms(indexTerms(page.answer)), WEIGHT.answer, 1);
  addMentions(impacts, countTerms(indexTerms(page.sources)), WEIGHT.sources, 1);
  addMentions(impacts, page.body, WEIGHT.body, BODY_SATURATION * (0.5 + (0.5 * page.length) / USUAL_LENGTH));
  return impacts;
}

/** Title and aliases: the better of the two counts. */
function nameImpacts(page) {
  const title = [...new Set(indexTerms(page.title))];
  const share = WEIGHT.name / (0.6 + (0.4 * title.length) / TITLE_LENGTH);
  const impacts = new Map(title.map((term) => [term, share]));
  for (const [term, impact] of spread(page.aliases, WEIGHT.name)) {
    impacts.set(term, Math.max(impacts.get(term) ?? 0, impact));
  }
  return impacts;
}

/** Names share their weight among their terms, so that a long name is worth not much more than a short one. */
function spread(names, weight) {
  const impacts = new Map();
  for (const name of names) {
    const terms = [...new Set(indexTerms(name))];
    const length = terms.filter((term) => !term.endsWith("$")).length;
    for (const term of terms) {
      impacts.set(term, Math.max(impacts.get(term) ?? 0, weight / Math.sqrt(length)));
    }
  }
  return impacts;
}

/** The first mention counts most; `half` as many earn half the weight. */
function addMentions(impacts, counts, weight, half) {
  for (const [term, count] of counts) {
    impacts.set(term, (impacts.get(term) ?? 0) + (weight * count) / (count + half));
  }
}

function add(impacts, others) {
  for (const [term, impact] of others) impacts.set(term, (impacts.get(term) ?? 0) + impact);
}
