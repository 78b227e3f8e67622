// Marks the terms of the query on the page that a search result led to (`?h=`).

import { loadEngine } from "./loading.js";

/** Mark them on this page, and on every page that instant navigation brings. */
export function markTerms() {
  mark();
  globalThis.document$?.subscribe(mark);
}

async function mark() {
  const terms = new URLSearchParams(location.search).get("h")?.split(" ").filter(Boolean);
  if (terms?.length) (await loadEngine()).mark(terms);
}
