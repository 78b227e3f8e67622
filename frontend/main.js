// The site's own behaviour in the browser. Every module is small, and the pages work without any of it.
import { normaliseSearchQueries } from "./search-query.js";
import { openSearchFromButtons } from "./search-button.js";

normaliseSearchQueries();
openSearchFromButtons();
