// How postings are written: for each level of impact, from high to low, its sign and the gaps between page numbers.
// Everything is printable ASCII, which compresses well and needs no decoding of bytes.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const LEVELS = "~|{}^@?>=<;:/.,+*)(&%$#!";
const HALF = DIGITS.length / 2;
const STEP = 1.3;
const LOWEST = 0.05;
const DIGIT_VALUE = new Map([...DIGITS].map((digit, value) => [digit, value]));
const LEVEL_VALUE = new Map([...LEVELS].map((sign, at) => [sign, LOWEST * STEP ** (LEVELS.length - 1 - at)]));

/** Write postings, a list of [page, impact]. Impacts are rounded to steps of 30 %. */
export function encode(postings) {
  const levels = new Map();
  for (const [page, impact] of [...postings].sort((a, b) => a[0] - b[0])) {
    const height = Math.round(Math.log(impact / LOWEST) / Math.log(STEP));
    const sign = LEVELS[LEVELS.length - 1 - Math.min(Math.max(height, 0), LEVELS.length - 1)];
    if (!levels.has(sign)) levels.set(sign, []);
    levels.get(sign).push(page);
  }
  return [...LEVELS].filter((sign) => levels.has(sign)).map((sign) => sign + gaps(levels.get(sign))).join("");
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
  return pages.map((page, at) => digits(page - (at ? pages[at - 1] : -1) - 1)).join("");
}

function digits(number) {
  const low = number % HALF;
  const rest = Math.floor(number / HALF);
  return rest ? DIGITS[low + HALF] + digits(rest) : DIGITS[low];
}
