// The last queries that led somewhere, kept in this browser only.

const KEY = "kb-recent-queries";
const COUNT = 6;

/** The last queries, newest first. */
export function recent() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return []; // Storage may be forbidden or damaged.
  }
}

/** Keep a query. */
export function remember(query) {
  if (!query) return;
  const queries = [query, ...recent().filter((other) => other !== query)].slice(0, COUNT);
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Nothing is kept then.
  }
}
