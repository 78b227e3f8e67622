// The site's own behaviour in the browser. Every module is small, and the pages work without any of it.
import { listenToKeys } from "./keyboard.js";
import { markTerms } from "./search/highlight.js";
import { offerSearch } from "./search/dialog.js";

offerSearch();
listenToKeys();
markTerms();
