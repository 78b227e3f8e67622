// [[text, terms], …] on stdin: the passage of each text that shows the terms, on stdout.
import { text } from "node:stream/consumers";
import { matcher, passage } from "../../frontend/search/matches.js";

const cases = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(cases.map(([content, terms]) => passage(content, matcher(terms)))));
