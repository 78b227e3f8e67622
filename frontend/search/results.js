// The list of results. A page is one result; the text around the match comes when the result is on the screen.

import { el } from "./elements.js";
import { addressOf } from "./files.js";
import { bestSections, marked, matcher, passage } from "./matches.js";

const BATCH = 10;
const MORE_SECTIONS = 4;
const NEAREST = 3;
const KINDS = { notebook: "Notebook", list: "列表", page: "本站" };

/** Make the list; `follow` is called when a result is opened. */
export function makeResults(follow) {
  const element = el("div", { className: "kb-search__results" });
  element.dataset.searchResults = "";
  let fillers = new Map();
  const visible = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) fill(target);
  });

  function fill(item) {
    visible.unobserve(item);
    fillers.get(item)?.();
    fillers.delete(item);
  }

  // The address stays clean; what to mark on the page goes along only when a result is opened.
  element.addEventListener("click", ({ target }) => {
    const link = target.closest("a[data-marks]");
    if (!link) return;
    const address = new URL(link.href);
    if (link.dataset.marks) address.search = new URLSearchParams({ h: link.dataset.marks });
    link.href = address.href;
    follow();
  }, true);

  function list(results, context) {
    const items = results.slice(0, BATCH).map(({ page }) => resultItem(page, context));
    const rest = results.slice(BATCH);
    const more = el("button", { type: "button", className: "kb-search__more" }, `再看 ${rest.length} 个`);
    more.addEventListener("click", () => more.replaceWith(...list(rest, context)));
    for (const { item, filler } of items) {
      fillers.set(item, filler);
      visible.observe(item);
    }
    return [...items.map(({ item }) => item), ...(rest.length ? [more] : [])];
  }

  return {
    element,
    links: () => [...element.querySelectorAll("a, button")],
    show(query, results, matched, catalogue, store) {
      visible.disconnect();
      fillers = new Map();
      const context = { matched, catalogue, store, find: matcher(matched.map(({ term }) => term)) };
      element.replaceChildren(...list(results, context));
      element.scrollTop = 0;
    },
    showStart(recent, suggestions, ask) {
      const choices = (title, queries) =>
        queries.length ? [el("h2", {}, title), el("p", {}, queries.map((query) => choice(query, ask)))] : [];
      element.replaceChildren(...choices("最近搜过", recent), ...choices("试试", suggestions));
    },
    showNothing(query, catalogue, filtered) {
      const near = nearestTitles(query, catalogue);
      element.replaceChildren(
        el("p", {}, filtered ? `这些条件下没有「${query}」，可以去掉筛选再看。` : `没有找到「${query}」。`),
        ...(near.length ? [el("h2", {}, "题目相近的有"), ...near.map((page) => titleLink(page, catalogue))] : []),
        el("p", {}, ["题库还没有这道题？", el("a", { href: proposal(query) }, "提议收录它")]),
      );
    },
  };
}

function choice(query, ask) {
  return el("button", { type: "button", className: "kb-search__choice", onclick: () => ask(query) }, query);
}

function titleLink(page, { pages }) {
  return el("p", {}, el("a", { href: addressOf(pages.url[page]) }, pages.title[page]));
}

function resultItem(page, context) {
  const { catalogue, find, matched } = context;
  const { pages } = catalogue;
  const title = el("span", { className: "kb-search__title" }, highlighted(pages.title[page], find));
  const facts = [catalogue.boards[pages.board[page]] ?? KINDS[pages.kind[page]], catalogue.difficulties[pages.difficulty[page]]];
  const meta = el("span", { className: "kb-search__meta" }, facts.filter(Boolean).join(" · "));
  const text = el("span", { className: "kb-search__passage" });
  const link = el("a", { href: addressOf(pages.url[page]) }, [title, meta, text]);
  link.dataset.marks = matched.map(({ term }) => term).join(" ");
  const item = el("div", { className: "kb-search__result" }, link);
  return { item, filler: () => fillIn(page, item, link, text, context) };
}

async function fillIn(page, item, link, text, context) {
  const sections = await context.store.text(page);
  if (!sections.length) return;
  const best = bestSections(sections, context.matched);
  point(link, text, best[0].section, context);
  const others = best.slice(1, 1 + MORE_SECTIONS).filter(({ score }) => score > best[0].score / 2);
  if (others.length) item.append(moreSections(page, others.map(({ section }) => section), context));
}

/** Lead a link to a section, and show the passage there. */
function point(link, text, [anchor, heading, content], { find }) {
  if (anchor) link.href = `${link.href.split("#")[0]}#${encodeURIComponent(anchor)}`;
  const place = heading ? [el("b", {}, highlighted(heading, find)), " "] : [];
  text.replaceChildren(...place, ...highlighted(passage(content, find), find));
}

function moreSections(page, sections, context) {
  const button = el("button", { type: "button", className: "kb-search__sections" }, `这一页另有 ${sections.length} 节`);
  button.addEventListener("click", () => {
    const links = sections.map((section) => {
      const text = el("span", { className: "kb-search__passage" });
      const link = el("a", { href: addressOf(context.catalogue.pages.url[page]), className: "kb-search__section" }, text);
      link.dataset.marks = context.matched.map(({ term }) => term).join(" ");
      point(link, text, section, context);
      return link;
    });
    button.replaceWith(...links);
    links[0].focus();
  });
  return button;
}

function highlighted(text, find) {
  return marked(text, find).map(([part, isMatch]) => (isMatch ? el("mark", {}, part) : part));
}

/** Titles that share most characters with a query that found nothing. */
function nearestTitles(query, { pages }) {
  const wanted = new Set(query.toLowerCase().replace(/\s/g, ""));
  const shared = (title) => [...new Set(title.toLowerCase())].filter((character) => wanted.has(character)).length;
  return pages.title
    .map((title, page) => ({ page, score: pages.kind[page] === "question" ? shared(title) : 0 }))
    .filter(({ score }) => score > 1)
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAREST)
    .map(({ page }) => page);
}

function proposal(query) {
  const address = document.querySelector(".kb-search-open").dataset.propose;
  return `${address}&title=${encodeURIComponent(query)}`;
}
