// Writes a call in a language from the same description that printed the samples of the page; the twin of `write` in
// docpact/targets/samples.py.
"use strict";

docpact.samples = (function () {
  function literal(sample, value) {
    const [yes, no, nothing] = sample.words;
    if (value === true || value === false) return value ? yes : no;
    return value === null ? nothing : JSON.stringify(value);
  }

  const WIDTH = 80;  // a value that makes its line longer than this stands on several
  const columns = (text) => [...text].length;

  // The value on a line that begins with `pad` and of which `used` columns are taken.
  function expression(sample, shape, value, pad, used) {
    const found = group(sample, shape, value);
    if (!found) {
      if (!shape.words) return literal(sample, value);
      const text = String(value);
      return Object.hasOwn(shape.words, text) ? shape.words[text] : shape.other.replace("%", () => literal(sample, value));
    }
    const [opening, parts, closing] = found;
    const line = opening + parts.map(([before, inner, part]) => before + expression(sample, inner, part, "", -Infinity)).join(", ") + closing;
    if (!parts.length || used + columns(line) < WIDTH) return line;
    const deeper = pad + sample.indent;
    const lines = parts.map(([before, inner, part]) => `${deeper}${before}${expression(sample, inner, part, deeper, columns(deeper + before))},`);
    return [opening, ...lines, pad + closing].join("\n");
  }

  // What a list or record opens with, its parts with what stands before each, and what it closes with.
  function group(sample, shape, value) {
    if (Array.isArray(value)) {
      const [opening, closing] = shape.item ? [shape.opening, shape.closing] : ["[", "]"];
      return [opening, value.map((item) => ["", shape.item || {}, item]), closing];
    }
    if (value === null || typeof value !== "object") return null;
    if (shape.fields) {
      const known = shape.fields.filter((slot) => Object.hasOwn(value, slot.wire));
      return [shape.opening, known.map((slot) => [slot.before, slot.shape || {}, value[slot.wire]]), shape.closing];
    }
    return ["{", Object.entries(value).map(([key, item]) => [`${literal(sample, key)}: `, {}, item]), "}"];
  }

  function write(sample, values) {
    const given = sample.arguments.filter((slot) => Object.hasOwn(values, slot.wire));
    const lines = [sample.opening];
    if (given.length) {
      for (const slot of given) {
        const lead = sample.indent + slot.before;
        lines.push(`${lead}${expression(sample, slot.shape || {}, values[slot.wire], sample.indent, columns(lead))},`);
      }
      lines.push(sample.closing);
    } else lines[0] += sample.closing;
    const used = new Set(lines.join("\n").match(/[A-Za-z_][A-Za-z0-9_]*/g));
    const head = [];
    for (const line of sample.imports) {
      const names = [...line.always, ...line.names.filter((name) => used.has(name))];
      if (names.length) head.push(line.template.split("%").join(names.join(", ")));
    }
    if (head.length) head.push("");
    if (sample.before) head.push(sample.before);
    return [...head, ...lines, ...(sample.after ? [sample.after] : [])].join("\n");
  }

  // The line that makes the client: for its own endpoint, or for another one with keys from outside or those given.
  function start(sample, connection) {
    if (!connection) return sample.before;
    const values = [...(connection.keys || []), connection.endpoint];
    const line = connection.keys ? sample.beforeTrial : sample.beforeElsewhere;
    return line ? line.split("%").map((part, at) => (at ? literal(sample, values[at - 1]) : "") + part).join("") : sample.before;
  }

  const word = (text) => (/^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:=@%+,-]*$/.test(text) ? text : `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`);

  // A request that was signed, as a command to paste.
  function curl(request) {
    const lines = [`curl ${request.method === "GET" ? "" : `--request ${request.method} `}${word(request.url)}`];
    for (const [name, value] of Object.entries(request.headers)) lines.push(`--header ${word(`${name}: ${value}`)}`);
    if (request.body) lines.push(`--data-raw ${word(request.body)}`);
    return lines.join(" \\\n  ");
  }

  return { write, start, curl };
})();
