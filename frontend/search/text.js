// How text becomes terms. The build (kb/search/indexer.mjs) and the browser both use this module,
// so a query meets the index in the same form; tests/search/cases.json holds both to it.

const PIECE = /\p{Script=Han}+|[\p{L}\p{N}]+(?:[._'-][\p{L}\p{N}]+)*(?:\+\+|#)?/gu;
const HAN = /^\p{Script=Han}/u;
const CAMEL = /\p{Lu}*\p{Ll}+|\p{Lu}+|\p{N}+/gu;
const NUMBER = /^[\d.]+$/;
const JOINTS = /[._'-]+/;
// Words that say how something is asked, not what about. They stay in the index: titles are questions.
const ASKING =
  /什么是|是什么|为什么|什么|为何|怎么样|怎么|怎样|如何|哪些|有哪|哪个|哪种|多少|是不是|有没有|会不会|要不要|能不能|是否|能否|可以|请问|介绍|解释|谈谈|说说|一下|吗|呢|吧|啊/g;
// Characters that join words: a pair with one of them says nothing.
const JOINING = /[的了着]/;
const STOP_CHARACTERS = new Set("的和与或及跟同比对在中是了有用把被让请");
const STOP = new Set("a an and are as at be by can do does for from how in is it of on or the to vs what why with".split(" "));

/** One form for full-width and half-width, upper and lower case. */
export function normalise(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** A name without its spaces and signs: what a query must equal to name a page exactly. */
export function nameKey(text) {
  return normalise(text).replace(/[^\p{L}\p{N}+#]+/gu, "");
}

/** A question without the words that only ask. */
export function subject(text) {
  const bare = text.normalize("NFKC").replace(ASKING, " ");
  return pieces(bare).length ? bare : text;
}

/** Split a text into runs of Han characters and other words, in order. Words keep their capitals. */
export function pieces(text) {
  return [...text.normalize("NFKC").matchAll(PIECE)].flatMap(([piece]) =>
    HAN.test(piece) ? [piece] : piece.split(/(\p{Script=Han}+)/u).filter(Boolean),
  );
}

/** Whether a piece is a run of Han characters. */
export function isHan(piece) {
  return HAN.test(piece);
}

/** One form for singular and plural. */
function singular(word) {
  return word.length > 3 && /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

/** The word itself without joints (`lru_cache` is `lrucache`), and, if it has any, its parts. */
export function wordTerms(piece) {
  const word = normalise(piece);
  if (NUMBER.test(word) || !JOINTS.test(word)) return { whole: singular(word), parts: [] };
  const whole = singular(join(word));
  const nested = word.split(".").filter((part) => JOINTS.test(part)).map(join);
  const parts = new Set([...nested, ...word.split(JOINTS)].map(singular));
  return { whole, parts: [...parts].filter((part) => part && part !== whole && !STOP.has(part)) };
}

function join(word) {
  return word.split(JOINTS).join("");
}

/** The words that capitals set apart in a name: `T5LayerNorm` holds layer and norm. */
function camelTerms(piece) {
  if (!/\p{Ll}\p{Lu}/u.test(piece)) return [];
  return piece.match(CAMEL).filter((part) => part.length > 3).map((part) => singular(part.toLowerCase()));
}

/** The pairs of neighbouring characters of a Han run; its last one stands with `$`, so that single ones are found. */
export function hanTerms(run) {
  const characters = [...run];
  return characters.length === 1 ? characters : characters.map((character, at) => character + (characters[at + 1] ?? "$"));
}

/** Every term under which a text is found, in order, with repetitions. */
export function indexTerms(text) {
  return pieces(text).flatMap((piece) => {
    if (isHan(piece)) return hanTerms(piece);
    const { whole, parts } = wordTerms(piece);
    return [whole, ...parts, ...camelTerms(piece).filter((part) => part !== whole)];
  });
}

/**
 * The units of a query: what has to be found, and how much each counts.
 *
 * `kind` is word, pair (of Han characters) or character; an `optional` unit adds to a page's score
 * and takes nothing from the others when it is missing; one `insteadOf` another counts only when that is not found.
 */
export function queryUnits(query) {
  const all = pieces(subject(query));
  const telling = all.filter((piece) => !STOP_CHARACTERS.has(piece) && !STOP.has(normalise(piece)));
  const found = telling.length ? telling : all;
  const units = found.flatMap((piece) => (isHan(piece) ? hanUnits(piece) : wordUnits(piece)));
  const words = found.map((piece) => (isHan(piece) ? "" : wordTerms(piece).whole));
  words.forEach((word, at) => {
    if (word && words[at + 1]) units.push({ kind: "word", term: word + words[at + 1], weight: 1.5, optional: true });
  });
  return [...new Map(units.map((unit) => [unit.term, unit])).values()];
}

function hanUnits(run) {
  if ([...run].length === 1) return [{ kind: "character", term: run, weight: 0.6 }];
  const pairs = hanTerms(run).slice(0, -1);
  const telling = pairs.filter((pair) => !JOINING.test(pair));
  return (telling.length ? telling : pairs).map((term) => ({ kind: "pair", term, weight: 1 }));
}

/** The single Han characters of a query: the last resort when no pair is found. */
export function characterUnits(query) {
  const characters = new Set(pieces(query).filter(isHan).join(""));
  return [...characters].map((term) => ({ kind: "character", term, weight: 0.6 }));
}

function wordUnits(piece) {
  const { whole, parts } = wordTerms(piece);
  const optional = [...parts, ...camelTerms(piece).filter((term) => term !== whole)].map((term) => ({ kind: "word", term, weight: 0.7, optional: true, insteadOf: whole }));
  return [{ kind: "word", term: whole, weight: 1.8 }, ...optional];
}
