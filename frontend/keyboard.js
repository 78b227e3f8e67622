// What Material leaves to the pointer: keys for its switches and its drawer, and a place for the focus on a new page.

const DRAWER = ".md-sidebar--primary";
const BEHIND = "[data-md-component=skip], .md-header, .md-tabs, .md-content, .md-sidebar--secondary, .md-top, .md-footer";

/** Make everything work by keyboard, on this page and on those that instant navigation brings. */
export function listenToKeys() {
  const drawer = document.querySelector("#__drawer");
  drawer.addEventListener("change", () => move(drawer));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) dismiss(drawer);
    if (event.key === "Enter" && event.target.matches(".md-toggle")) event.target.click();
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".md-option")) choose(event);
  });
  new MutationObserver(skipPreviews).observe(document.body, { childList: true });
  let article = document.querySelector("article");
  globalThis.document$?.subscribe(() => {
    nameButtons();
    checkPalette();
    if (article !== document.querySelector("article")) focusHeading();
    article = document.querySelector("article");
  });
}

/** Keep the focus in the open drawer, and give it back to the switch when the drawer closes. */
function move(drawer) {
  const sidebar = document.querySelector(DRAWER);
  const focused = document.activeElement;
  for (const element of document.querySelectorAll(BEHIND)) element.inert = drawer.checked;
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });
  if (drawer.checked) [...sidebar.querySelectorAll("a, input")].find(isVisible)?.focus();
  else if (sidebar.contains(focused) || focused === document.body) drawer.focus();
}

/** Close what has popped up. */
function dismiss(drawer) {
  if (drawer.checked) drawer.click();
  for (const tooltip of document.querySelectorAll(".md-tooltip2")) tooltip.hidden = true;
}

/** Material previews a footnote at the end of the page, where Tab would come across links whose note is long out of sight. */
function skipPreviews() {
  for (const link of document.querySelectorAll(".md-tooltip2 a")) link.tabIndex = -1;
}

/** The button of the palette is the label of the next choice; a key does what a click does. */
function choose(event) {
  event.preventDefault();
  const next = event.target.nextElementSibling.control;
  next.click();
  next.focus();
}

/** Material shows a choice without checking it, so that Shift and Tab would lead to another one, which does not show. */
function checkPalette() {
  const shown = document.querySelector(".md-option + label:not([hidden])")?.previousElementSibling;
  if (shown) shown.checked = true;
}

/** A tooltip takes the title away from its button, which then has no name. */
function nameButtons() {
  for (const button of document.querySelectorAll(".md-code__button[title]")) button.ariaLabel = button.title;
}

/** The link that was followed is gone; the reader goes on at the heading, or where the address points. */
function focusHeading() {
  const heading = document.querySelector("article h1");
  if (location.hash || !heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
