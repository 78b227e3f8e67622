// Marks the terms of a query on a page.

import { marked, matcher } from "./matches.js";

const UNMARKED = "script, style, svg, math, .katex, .kb-review, mark, nav";

/** Mark the terms on this page, unless they are marked already. */
export function mark(terms) {
  const article = document.querySelector("article");
  if (!article || article.querySelector("mark[data-search]")) return;
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
