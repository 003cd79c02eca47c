// Writes a call in a language from the same description that printed the samples of the page; the twin of `write` in
// docpact/targets/samples.py.
"use strict";

docpact.samples = (function () {
  function literal(sample, value) {
    const [yes, no, nothing] = sample.words;
    if (value === true || value === false) return value ? yes : no;
    return value === null ? nothing : JSON.stringify(value);
  }

  function expression(sample, shape, value) {
    if (Array.isArray(value)) {
      const [opening, closing] = shape.item ? [shape.opening, shape.closing] : ["[", "]"];
      return opening + value.map((item) => expression(sample, shape.item || {}, item)).join(", ") + closing;
    }
    if (value !== null && typeof value === "object") {
      if (shape.fields) {
        const known = shape.fields.filter((slot) => Object.hasOwn(value, slot.wire));
        return shape.opening + known.map((slot) => slot.before + expression(sample, slot.shape || {}, value[slot.wire])).join(", ") + shape.closing;
      }
      return `{${Object.entries(value).map(([key, item]) => `${literal(sample, key)}: ${expression(sample, {}, item)}`).join(", ")}}`;
    }
    if (shape.words) {
      const text = String(value);
      return Object.hasOwn(shape.words, text) ? shape.words[text] : shape.other.split("%").join(literal(sample, value));
    }
    return literal(sample, value);
  }

  function write(sample, values) {
    const given = sample.arguments.filter((slot) => Object.hasOwn(values, slot.wire));
    const lines = [sample.opening];
    if (given.length) {
      for (const slot of given) lines.push(`${sample.indent}${slot.before}${expression(sample, slot.shape || {}, values[slot.wire])},`);
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

  const word = (text) => (/^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:=@%+,-]*$/.test(text) ? text : `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`);

  // A request that was signed, as a command to paste.
  function curl(request) {
    const lines = [`curl ${request.method === "GET" ? "" : `--request ${request.method} `}${word(request.url)}`];
    for (const [name, value] of Object.entries(request.headers)) lines.push(`--header ${word(`${name}: ${value}`)}`);
    if (request.body) lines.push(`--data-raw ${word(request.body)}`);
    return lines.join(" \\\n  ");
  }

  return { write, curl };
})();
