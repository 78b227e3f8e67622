// The search dialog: opens by button or key, shows results while typing, filters them, and remembers queries.

import { el } from "./elements.js";
import { load } from "./files.js";
import { makeFilters } from "./filters.js";
import { rank } from "./rank.js";
import { remember, recent } from "./recent.js";
import { makeResults } from "./results.js";
import { openStore } from "./store.js";

const DELAY = 60;
// Pages that match far worse than the best one are noise.
const NOISE = 0.06;

// Where keys are text. A radio button, such as the palette's after a click, takes none.
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog";

let dialog;

/** Open the dialog by the buttons, by `/`, `s` and Ctrl or ⌘ K, and for a shared query (`?q=`). */
export function offerSearch() {
  document.addEventListener("click", ({ target }) => target.closest(".kb-search-open, .kb-search-button") && open());
  document.addEventListener("keydown", (event) => {
    if (isShortcut(event)) {
      event.preventDefault();
      open();
    }
  });
  const shared = new URLSearchParams(location.search).get("q");
  if (shared) open(shared);
}

function isShortcut({ key, ctrlKey, metaKey, altKey, target, isComposing }) {
  // Just after closing, keys still go to the hidden box.
  const isTyping = target.closest(TYPING) && !target.closest("dialog:not([open])");
  if (isComposing || altKey || isTyping) return false;
  return ctrlKey || metaKey ? key === "k" : key === "/" || key === "s";
}

function open(query = "") {
  dialog ??= makeDialog();
  dialog.show(query);
}

function makeDialog() {
  const input = el("input", {
    type: "search", placeholder: "题目、术语、代码、拼音", ariaLabel: "搜索", autocomplete: "off", enterKeyHint: "search",
    spellcheck: false,
  });
  const close = el("button", { type: "button", className: "kb-search__close", ariaLabel: "关闭搜索" }, "关闭");
  const status = el("p", { className: "kb-search__status", role: "status" });
  const share = el("button", { type: "button", className: "kb-search__share", hidden: true }, "复制搜索链接");
  const filters = makeFilters(() => update());
  const results = makeResults(follow);
  const box = el("dialog", { className: "kb-search", ariaLabel: "搜索" }, [
    el("div", { className: "kb-search__bar" }, [input, close]),
    filters.element,
    el("div", { className: "kb-search__line" }, [status, share]),
    results.element,
  ]);
  document.body.append(box);

  let opened;
  let latest = 0;
  let timer;

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

  input.addEventListener("input", ({ isComposing }) => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(update, DELAY);
  });
  input.addEventListener("compositionend", update);
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", ({ target }) => target === box && box.close());
  box.addEventListener("keydown", (event) => act(event, input, results));
  share.addEventListener("click", async () => {
    await navigator.clipboard.writeText(sharedAddress(input.value.trim()));
    share.textContent = "已复制";
    setTimeout(() => (share.textContent = "复制搜索链接"), 2000);
  });

  return {
    show(query) {
      if (!box.open) box.showModal();
      if (query) input.value = query;
      input.focus();
      input.select();
      update();
    },
  };
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

/** Escape closes, arrow keys go through the results, Enter in the box follows the first, typing goes on in the box. */
function act(event, input, results) {
  if (event.isComposing) return;
  if (event.key === "Escape") {
    // A search box would only be emptied.
    event.preventDefault();
    input.closest("dialog").close();
  }
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
