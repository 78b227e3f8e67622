// What fills the search dialog: filters, ranked results while typing, the last queries. Fetched when it first opens.

import { load } from "./files.js";
import { makeFilters } from "./filters.js";
import { rank } from "./rank.js";
import { remember, recent } from "./recent.js";
import { makeResults } from "./results.js";
import { openStore } from "./store.js";

export { mark } from "./marks.js";

// Pages that match far worse than the best one are noise.
const NOISE = 0.06;

/** Fill the dialog `box`; the others are its parts. `update` answers what stands in the input. */
export function makeSearch({ box, input, status, share }) {
  const filters = makeFilters(() => update());
  const results = makeResults(follow);
  input.parentElement.after(filters.element);
  box.append(results.element);

  let opened;
  let latest = 0;

  async function update() {
    const turn = (latest += 1);
    const query = input.value.trim();
    results.element.ariaBusy = "true";
    try {
      opened ??= openIndex();
      const { catalogue, store } = await opened;
      const { results: ranked, matched } = query ? await rank(query, store) : { results: [], matched: [] };
      if (turn === latest) show(query, ranked, matched, catalogue, store);
    } catch (error) {
      opened = undefined;
      if (turn === latest) status.textContent = `搜索没有打开：${error.message}。刷新页面再试。`;
    }
  }

  function show(query, ranked, matched, catalogue, store) {
    const all = catalogue.pages.url.map((_, page) => ({ page }));
    const good = ranked.filter(({ score }) => score >= ranked[0].score * NOISE);
    const pages = filters.apply(query ? good : all, catalogue);
    const browsing = !query && filters.active();
    share.hidden = !query;
    status.textContent = query || browsing ? `${pages.length} 个结果` : "";
    if (query && !pages.length) results.showNothing(query, catalogue, filters.active());
    else if (query || browsing) results.show(query, pages, matched, catalogue, store);
    else results.showStart(recent(), catalogue.suggestions, ask);
    results.element.ariaBusy = "false";
    results.element.dataset.query = query;
  }

  function ask(query) {
    input.value = query;
    input.focus();
    update();
  }

  function follow() {
    remember(input.value.trim());
    box.close();
  }

  box.addEventListener("keydown", (event) => act(event, input, results));
  share.addEventListener("click", async () => {
    await navigator.clipboard.writeText(sharedAddress(input.value.trim()));
    share.textContent = "已复制";
    setTimeout(() => (share.textContent = "复制搜索链接"), 2000);
  });

  return { update };
}

async function openIndex() {
  const catalogue = await load("catalogue");
  return { catalogue, store: openStore((name) => load(name, `${catalogue.version}/`), catalogue) };
}

function sharedAddress(query) {
  const address = new URL(location.href);
  address.search = new URLSearchParams({ q: query });
  address.hash = "";
  return address.href;
}

/** Arrow keys go through the results, Enter in the box follows the first, typing goes on in the box. */
function act(event, input, results) {
  if (event.isComposing) return;
  const links = results.links();
  const at = links.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (document.activeElement.tagName === "SELECT") return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
  } else if (event.key === "Enter" && event.target === input) {
    links[0]?.click();
  } else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
    input.focus();
  }
}
