// The site's own behaviour in the browser. Every module is small, and the pages work without any of it.
import { openSearchFromButtons } from "./search-button.js";
import { normaliseSearchQueries, searchOnInput } from "./search-query.js";

normaliseSearchQueries();
searchOnInput();
openSearchFromButtons();
