// Marks the terms of the query on the page that a search result led to (`?h=`).

import { marked, matcher } from "./matches.js";

const UNMARKED = "script, style, svg, math, .katex, .kb-review, mark, nav";

/** Mark them on this page, and on every page that instant navigation brings. */
export function markTerms() {
  mark();
  globalThis.document$?.subscribe(mark);
}

function mark() {
  const terms = new URLSearchParams(location.search).get("h")?.split(" ").filter(Boolean);
  const article = document.querySelector("article");
  if (!terms || !article || article.querySelector("mark[data-search]")) return;
  const find = matcher(terms);
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(UNMARKED)) nodes.push(walker.currentNode);
  for (const node of nodes) if (find(node.data).length) node.replaceWith(...pieces(node.data, find));
}

function pieces(text, find) {
  return marked(text, find).map(([part, isMatch]) => {
    if (!isMatch) return part;
    const element = document.createElement("mark");
    element.dataset.search = "";
    element.textContent = part;
    return element;
  });
}
