// The search dialog: opens by button or key at once, and fetches what fills it when it is first opened.

import { el } from "./elements.js";
import { loadEngine } from "./loading.js";

const DELAY = 60;

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
  const box = el("dialog", { className: "kb-search", ariaLabel: "搜索" }, [
    el("div", { className: "kb-search__bar" }, [input, close]),
    el("div", { className: "kb-search__line" }, [status, share]),
  ]);
  document.body.append(box);

  let search;
  let timer;

  async function update() {
    try {
      search ??= loadEngine().then(({ makeSearch }) => makeSearch({ box, input, status, share }));
      (await search).update();
    } catch (error) {
      search = undefined;
      status.textContent = `搜索没有打开：${error.message}。刷新页面再试。`;
    }
  }

  input.addEventListener("input", ({ isComposing }) => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(update, DELAY);
  });
  input.addEventListener("compositionend", update);
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", ({ target }) => target === box && box.close());
  box.addEventListener("keydown", (event) => closeByEscape(event, box));

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

function closeByEscape(event, box) {
  if (event.key !== "Escape" || event.isComposing) return;
  // A search box would only be emptied.
  event.preventDefault();
  box.close();
}
