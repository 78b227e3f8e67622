// Where the terms of a query stand in a text, and which part of a page to show for it.

const WINDOW = 90;
const BEFORE = 18;
const MANY = 200;
const LATIN = /^[A-Za-z0-9]$/;

/** Escape a text for a regular expression. */
function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** Terms of words were joined (`lru_cache` is `lrucache`): allow the joints again, but only whole words' beginnings. */
function pattern(term) {
  if (/\p{Script=Han}/u.test(term)) return literal(term);
  return `(?<![\\p{L}\\p{N}])${[...term].map(literal).join("[._' -]?")}`;
}

/** The places of terms in a text: a function from text to sorted, disjoint [start, end] pairs. */
export function matcher(terms) {
  if (!terms.length) return () => [];
  const longestFirst = [...terms].sort((a, b) => b.length - a.length);
  // Looking ahead finds places that overlap: pairs of a Han run share characters.
  const search = new RegExp(`(?=(${longestFirst.map(pattern).join("|")}))`, "giu");
  return (text) => {
    const ranges = [];
    for (const { index, 1: { length } } of text.matchAll(search)) {
      const last = ranges.at(-1);
      if (last && index <= last[1]) last[1] = Math.max(last[1], index + length);
      else ranges.push([index, index + length]);
    }
    return ranges;
  };
}

/** A text cut into [part, isMatch] pairs. */
export function marked(text, find) {
  const parts = [];
  let at = 0;
  for (const [start, end] of find(text)) {
    parts.push([text.slice(at, start), false], [text.slice(start, end), true]);
    at = end;
  }
  return [...parts, [text.slice(at), false]].filter(([part]) => part);
}

/**
 * The sections that fit a query, best first.
 *
 * @param sections [anchor, heading, text] of each section.
 * @param matched [{term, weight}] from the ranking.
 */
export function bestSections(sections, matched) {
  const finders = matched.map(({ term, weight }) => ({ find: matcher([term]), weight }));
  const findAll = matcher(matched.map(({ term }) => term));
  const longest = ([, heading, text]) => Math.max(1, ...[...findAll(text), ...findAll(heading)].map(([from, to]) => to - from));
  const worth = ([, heading, text]) =>
    finders.reduce((sum, { find, weight }) => {
      const inText = find(text).length;
      return sum + weight * ((find(heading).length ? 1.5 : 0) + inText / (inText + 1));
    }, 0);
  const scored = sections.map((section, at) => ({ section, at, score: worth(section) * Math.sqrt(longest(section)) }));
  return scored.sort((a, b) => b.score - a.score || a.at - b.at).filter(({ score }, at) => score > 0 || at === 0);
}

/** The end of the Latin word that a place lies within, else the place; never beyond the text. */
function wordEdge(text, place) {
  let at = Math.min(place, text.length);
  while (LATIN.test(text[at - 1]) && LATIN.test(text[at])) at += 1;
  return at;
}

/** The stretch of a text with most matches, with an ellipsis where it was cut. */
export function passage(text, find) {
  const ranges = find(text).slice(0, MANY);
  const inside = (start) => ranges.filter(([from, to]) => from >= start && to <= start + WINDOW);
  // Squares: one long match says more than several short ones.
  const length = (list) => list.reduce((sum, [from, to]) => sum + (to - from) ** 2, 0);
  const best = ranges.reduce((kept, [from]) => (length(inside(from)) > length(inside(kept)) ? from : kept), ranges[0]?.[0] ?? 0);
  const start = best > BEFORE ? wordEdge(text, best - BEFORE) : 0;
  const end = wordEdge(text, start + BEFORE + WINDOW);
  return `${start ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}
