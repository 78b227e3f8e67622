// Brings the files of the index. They are scripts, because scripts also load from the file system.

/** The site's root, whatever path it is served below. */
const ROOT = new URL("../../", document.currentScript.src);

/** The full address of a page; on the file system a folder's address would list the folder. */
export const addressOf = (url) => new URL(location.protocol === "file:" ? `${url}index.html` : url, ROOT).href;

const waiting = new Map();
globalThis.kbSearch = (name, content) => waiting.get(name)?.(content);

/** The content of a file of the index; `folder` is the version's, and empty for the catalogue. */
export function load(name, folder = "") {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(name, resolve);
    script.src = new URL(`search/${folder}${name}.js`, ROOT);
    script.onerror = () => reject(new Error(`没有取到 ${script.src}`));
    script.onload = () => script.remove();
    document.head.append(script);
  });
}
