// How postings are written: for each level of impact, from high to low, its sign and the gaps between page numbers.
// Everything is printable ASCII, which compresses well and needs no decoding of bytes.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const LEVELS = "~|{}^@?>=<;:/.,+*)(&%$#!";
const HALF = DIGITS.length / 2;
const STEP = 1.3;
const LOWEST = 0.05;
const DIGIT_VALUE = new Map([...DIGITS].map((digit, value) => [digit, value]));
const LEVEL_VALUE = new Map([...LEVELS].map((sign, at) => [sign, LOWEST * STEP ** (LEVELS.length - 1 - at)]));

/** As many bits hold a level. */
export const LEVEL_BITS = 5;

/** The level of an impact, 0 for the highest. Impacts are rounded to steps of 30 %. */
export function levelOf(impact) {
  const height = Math.round(Math.log(impact / LOWEST) / Math.log(STEP));
  return LEVELS.length - 1 - Math.min(Math.max(height, 0), LEVELS.length - 1);
}

/** Write postings: numbers that hold a page and, in their last bits, a level; in order of pages. */
export function encode(postings) {
  const levels = [];
  for (const posting of postings) {
    (levels[posting & ((1 << LEVEL_BITS) - 1)] ??= []).push(posting >>> LEVEL_BITS);
  }
  let text = "";
  levels.forEach((pages, level) => (text += LEVELS[level] + gaps(pages)));
  return text;
}

/** Read postings back: a Map from page to impact. */
export function decode(text) {
  const postings = new Map();
  let impact = 0;
  let page = -1;
  let gap = 0;
  let scale = 1;
  for (const sign of text) {
    const digit = DIGIT_VALUE.get(sign);
    if (digit === undefined) {
      impact = LEVEL_VALUE.get(sign);
      page = -1;
      continue;
    }
    gap += (digit % HALF) * scale;
    scale *= HALF;
    if (digit < HALF) {
      page += gap + 1;
      postings.set(page, impact);
      gap = 0;
      scale = 1;
    }
  }
  return postings;
}

function gaps(pages) {
  let text = "";
  let last = -1;
  for (const page of pages) {
    text += digits(page - last - 1);
    last = page;
  }
  return text;
}

function digits(number) {
  const low = number % HALF;
  const rest = Math.floor(number / HALF);
  return rest ? DIGITS[low + HALF] + digits(rest) : DIGITS[low];
}
