/** Let the search buttons in the text, which are labels of Material's search toggle, work by keyboard. */
export function openSearchByKeyboard() {
  document.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".kb-search-button")) {
      event.preventDefault();
      event.target.click();
    }
  });
}
