// Names under other spellings: in pinyin, in full and by initials, from each of their characters on.

import { pinyin } from "pinyin-pro";
import { FAMILY } from "../../frontend/search/rank.js";
import { isHan, nameKey, normalise, pieces, subject } from "../../frontend/search/text.js";

const SYLLABLES = 6;
// What a question may open with and is not looked up under.
const OPENING = /^(?:我们|在|\s)+/;
const IMPACT = { name: 5, heading: 1.2 };
const LATER = 0.7;
const PART = 0.6;

/** Impacts of a page's exact names and of the sounds of its names and headings, as a Map from term. */
export function nameTerms(page) {
  const impacts = new Map();
  const names = [page.title, ...page.aliases];
  for (const name of names) raise(impacts, FAMILY.name + nameKey(name), 1);
  for (const name of [...names, ...page.synonyms]) sounds(impacts, name, IMPACT.name);
  for (const heading of page.headings) sounds(impacts, heading, IMPACT.heading);
  return impacts;
}

/** The syllables of a text without tones; Latin words stay whole. */
export function syllables(text) {
  return pieces(subject(text)).flatMap((piece) =>
    isHan(piece) ? pinyin(piece, { toneType: "none", type: "array", v: true }) : [normalise(piece)],
  );
}

/** The letter under which a question is looked up: that of its first telling word, in pinyin if need be. */
export function initial(title) {
  const telling = subject(title).replace(OPENING, "");
  const letter = (syllables(telling)[0] ?? "")[0]?.toUpperCase() ?? "";
  return /[A-Z]/.test(letter) ? letter : "#";
}

/** A name is found from its beginning on best, but also from any later syllable; the more of it, the better. */
function sounds(impacts, name, impact) {
  const all = syllables(name);
  all.forEach((_, at) => {
    const some = all.slice(at, at + SYLLABLES);
    if (some.length < 2) return;
    const share = impact * (at ? LATER : 1) * (PART + (1 - PART) * (some.length / all.length));
    raise(impacts, FAMILY.pinyin + some.join(""), share);
    raise(impacts, FAMILY.initials + some.map((syllable) => syllable[0]).join(""), share);
  });
}

function raise(impacts, term, impact) {
  impacts.set(term, Math.max(impacts.get(term) ?? 0, impact));
}
