// Fetches the larger part of the search, which most visits never need.

const SCRIPT = new URL("search.js", document.currentScript.src);

let loading;

/** What `engine.js` exports, fetched once; again when it failed. */
export function loadEngine() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => resolve(globalThis.kbEngine);
    script.onerror = () => {
      loading = undefined;
      reject(new Error(`没有取到 ${SCRIPT}`));
    };
    document.head.append(script);
  });
  return loading;
}
