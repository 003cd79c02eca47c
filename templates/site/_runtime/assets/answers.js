// What an answer says: its text in a readable form, and the documented row that an error answer is.
"use strict";

docpact.answers = (function () {
  // JSON with a line for each member. The tokens stay as they came: parsing would change large numbers.
  function indented(text) {
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) || [];
    const lines = [""];
    let pad = "";
    tokens.forEach((token, at) => {
      const empty = (token === "}" && tokens[at - 1] === "{") || (token === "]" && tokens[at - 1] === "[");
      if ("}]".includes(token) && !empty) lines.push((pad = pad.slice(2)));
      lines[lines.length - 1] += token === ":" ? ": " : token;
      const opens = "{[".includes(token) && !"}]".includes(tokens[at + 1]);
      if (opens) pad += "  ";
      if (opens || token === ",") lines.push(pad);
    });
    return lines.join("\n");
  }

  const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  const decoded = (text) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => ENTITIES[name]);

  // A readable form of the text, and what it says of an error. XML is not parsed: what is none would leave traces.
  function read(text) {
    try {
      const value = JSON.parse(text);
      return { pretty: indented(text), code: value?.Code, message: value?.Message };
    } catch {
      const part = (name) => decoded(text.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1] ?? "");
      return { pretty: text.replace(/></g, ">\n<"), code: part("Code"), message: part("Message") };
    }
  }

  // Whether a text is one with placeholders, filled in: `Missing{Param}`, `The %s is wrong`.
  function fits(template, text) {
    const [first, ...parts] = template.split(/%(?:\d+\$)?[sd]|\{[^{}]{1,40}\}/);
    const last = parts.pop();
    if (last === undefined || !text.startsWith(first)) return template === text;
    let at = first.length;
    for (const part of parts) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  }

  // The documented row that an error answer is: same code, then the message as documented, as a template, or its beginning.
  function rowOf(operation, code, message = "") {
    const rows = operation.errors.filter((row) => row[1] === code);
    const candidates = rows.length ? rows : operation.errors.filter((row) => fits(row[1], code));
    return candidates.find((row) => row[2] === message) || candidates.find((row) => fits(row[2], message))
      || candidates.find((row) => row[2] && message.startsWith(row[2])) || candidates[0];
  }

  return { read, rowOf };
})();
