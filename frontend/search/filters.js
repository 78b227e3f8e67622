// Filters by board, difficulty, tag and notebook, each choice with the number of results it leaves.

import { el } from "./elements.js";

const FIELDS = [
  { key: "board", label: "板块", names: "boards" },
  { key: "difficulty", label: "难度", names: "difficulties" },
  { key: "tags", label: "标签", names: "tagNames" },
];

/** Make the row of filters; `changed` is called when the reader chooses. */
export function makeFilters(changed) {
  const selects = FIELDS.map(({ label }) => el("select", { ariaLabel: label, onchange: changed }, new Option(label, "")));
  const checkbox = el("input", { type: "checkbox", onchange: changed });
  const count = el("span");
  const element = el("div", { className: "kb-search__filters" }, [
    ...selects,
    el("label", {}, [checkbox, "有 Notebook", count]),
  ]);

  const tests = (catalogue) => [
    ...FIELDS.map(({ key }, at) => (page) => !selects[at].value || has(catalogue, key, page, Number(selects[at].value))),
    (page) => !checkbox.checked || catalogue.pages.notebook[page],
  ];

  return {
    element,
    active: () => checkbox.checked || selects.some((select) => select.value),
    /** Keep the results that pass, and count what each other choice would leave. */
    apply(results, catalogue) {
      const all = tests(catalogue);
      const passing = (except) => results.filter(({ page }) => all.every((test, at) => at === except || test(page)));
      FIELDS.forEach((field, at) => fill(selects[at], field, passing(at), catalogue));
      count.textContent = `（${passing(FIELDS.length).filter(({ page }) => catalogue.pages.notebook[page]).length}）`;
      return passing(-1);
    },
  };
}

function has({ pages }, key, page, value) {
  return key === "tags" ? pages.tags[page].includes(value) : pages[key][page] === value;
}

function fill(select, { key, label, names }, results, catalogue) {
  const chosen = select.value;
  const options = catalogue[names].map((name, value) => {
    const count = results.filter(({ page }) => has(catalogue, key, page, value)).length;
    return { option: new Option(`${name}（${count}）`, value), keep: count || String(value) === chosen };
  });
  select.replaceChildren(new Option(label, ""), ...options.filter(({ keep }) => keep).map(({ option }) => option));
  select.value = chosen;
}
