/** Let the search buttons in the text put the cursor into the search box, which opens it. */
export function openSearchFromButtons() {
  document.addEventListener("click", (event) => {
    if (event.target.closest(".kb-search-button")) document.querySelector(".md-search__input").focus();
  });
}
