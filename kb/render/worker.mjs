// Answers the build's requests, one JSON object a line: {id, kind, …} in, {id, result} or {id, error} out.
import { createInterface } from "node:readline";
import { renderMermaidSVG } from "beautiful-mermaid";
import katex from "katex";
import { initial } from "../search/names.mjs";

// Anything a library logs must not get between the answers.
console.log = console.warn = console.error;

function math({ formulas }) {
  return formulas.map(({ tex, display }) => {
    const complaints = [];
    // A complaint about a line break in a display formula only makes KaTeX drop the break.
    const strict = (code, message) => complaints.push(message) && "error";
    try {
      const html = katex.renderToString(tex, { output: "htmlAndMathml", displayMode: display, strict, trust: refuse });
      return complaints.length ? { error: complaints[0] } : { html };
    } catch (error) {
      return { error: error.message };
    }
  });
}

// KaTeX would print an untrusted command in red and go on.
function refuse({ command }) {
  throw new Error(`不允许使用 ${command}`);
}

function diagram({ source }) {
  return renderMermaidSVG(source, { transparent: true, padding: 8 });
}

function initials({ texts }) {
  return texts.map(initial);
}

const handlers = { math, diagram, initials };

function answer({ id, kind, ...request }) {
  try {
    return { id, result: handlers[kind](request) };
  } catch (error) {
    return { id, error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
