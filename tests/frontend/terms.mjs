// Cases on stdin, the terms that the engine's own module makes of them on stdout.
import { text } from "node:stream/consumers";
import { indexTerms, queryUnits } from "../../frontend/search/text.js";

const cases = JSON.parse(await text(process.stdin));
const answers = cases.map(({ text: input }) => ({
  text: input,
  index: indexTerms(input),
  query: queryUnits(input).map(({ term }) => term),
}));
process.stdout.write(JSON.stringify(answers));
