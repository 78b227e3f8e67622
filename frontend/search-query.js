// Material cuts a Chinese query without a dictionary and never closes its last word; full-width letters find nothing.
// A dummy Han character after each Han run, and NFKC, cure both. The message number is private to Material 9.8.

const QUERY_MESSAGE = 2;
const DUMMY = "\u3007";

/** Bring a typed query into the form that the index was built from. */
export function normaliseQuery(text) {
  return text.normalize("NFKC").replace(/\p{sc=Han}+/gu, (run) => ` ${run}${DUMMY} `).trim();
}

/** Normalise every query on its way to the search worker. */
export function normaliseSearchQueries() {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    const isQuery = message?.type === QUERY_MESSAGE && typeof message.data === "string";
    return post.call(this, isQuery ? { ...message, data: normaliseQuery(message.data) } : message, ...rest);
  };
}

/** Search on every change of the box: Material hears keys only, so pasting, dictating and some input methods find nothing. */
export function searchOnInput() {
  document.addEventListener("input", ({ target }) => {
    if (target.matches(".md-search__input")) target.dispatchEvent(new KeyboardEvent("keyup"));
  });
}
