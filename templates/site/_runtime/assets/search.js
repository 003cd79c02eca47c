// Search over operations, parameters, fields and errors. Everything fits one pass over one array: 400 operations make
// some 20,000 short strings, which a browser looks through faster than a key can be pressed.
"use strict";

docpact.search = (function () {
  const make = docpact.make.bind(docpact);
  const LIMIT = 40;
  let entries = null;
  let dialog = null;
  let show = null;

  const squash = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const splitWords = (text) => text.toLowerCase().match(/\p{Script=Han}+|[^\s\p{Script=Han}]+/gu) || [];

  // `text` is what is searched, lower-cased; `weight` orders kinds among equally good matches.
  function build() {
    const index = docpactIndex;
    const page = (number) => index.operations[number][1];
    const name = (number) => index.operations[number][0];
    const tableOf = (number, anchor) => {
      const [, own, , table, further] = index.operations[number];
      return (further && Object.hasOwn(further, anchor) && further[anchor]) || table || own;
    };
    entries = [];
    for (const [title, href, summary] of index.operations) {
      entries.push({ kind: "operation", title, note: summary, href, weight: 40 });
    }
    const several = (where) => (where.length > 1 ? docpact.say("and_more", where.length - 1) : "");
    for (const [title, about, ...where] of index.parameters) {
      const [number, anchor] = Array.isArray(where[0]) ? where[0] : [where[0], title];
      entries.push({ kind: "parameter", title, note: `${name(number)}${several(where)}`, about, href: `${page(number)}#parameter-${anchor}`, weight: 20 });
    }
    for (const [title, ...where] of index.fields) {
      entries.push({ kind: "field", title, note: `${name(where[0])}${several(where)}`, href: `${page(where[0])}#response-${encodeURIComponent(title)}`, weight: 5 });
    }
    for (const [code, message, status, about, ...where] of index.errors) {
      const places = [];
      for (let at = 0; at < where.length; at += 2) {
        const href = where[at] < 0 ? `common.html#error-${where[at + 1]}` : `${tableOf(where[at], where[at + 1])}#error-${where[at + 1]}`;
        places.push({ label: where[at] < 0 ? docpact.say("every_operation") : name(where[at]), href });
      }
      entries.push({ kind: "error", title: code, note: message, about, status, places, href: places[0].href, weight: 10 });
    }
    for (const entry of entries) {
      entry.low = entry.title.toLowerCase();
      entry.text = `${entry.low} ${entry.note.toLowerCase()} ${(entry.about || "").toLowerCase()}`;
      entry.squashed = squash(entry.low);
      entry.words = entry.title.split(/(?<=[a-z0-9])(?=[A-Z])|[^\p{L}\p{N}]+/u).map((word) => word.toLowerCase());
      entry.capitals = entry.title.replace(/[^A-Z0-9]/g, "").toLowerCase();
    }
  }

  // Whether the letters come in this order: `assoceip` in AssociateEipAddress.
  function inOrder(word, text) {
    let at = 0;
    for (const letter of word) {
      at = text.indexOf(letter, at) + 1;
      if (!at) return false;
    }
    return true;
  }

  // How well an entry fits the words; 0 where it does not.
  function score(entry, words) {
    let total = 0;
    let inTitle = true;
    for (const word of words) {
      const at = entry.low.indexOf(word);
      let points = 0;
      if (entry.low === word) points = 1000;
      else if (at === 0) points = 600 - Math.min(entry.low.length - word.length, 100);
      else if (at > 0) points = (/[A-Z]/.test(entry.title[at]) || !/\w/.test(entry.low[at - 1]) ? 400 : 250) - Math.min(at, 100);
      else if (word.length > 1 && entry.capitals.includes(word)) points = entry.capitals.startsWith(word) ? 300 : 150;
      else if (entry.text.includes(word)) { points = 60; inTitle = false; }
      else return 0;
      total += points;
    }
    const whole = words.length > 1 && words.join("") === entry.low;
    return total / words.length + entry.weight + (inTitle && words.length > 1 ? 300 : 0) + (whole ? 1000 : 0);
  }

  // How many letters were left out, added, changed or swapped; at most `limit + 1`.
  function slips(one, other, limit) {
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let row = 1; row <= one.length; row += 1) {
      const next = [row];
      for (let at = 1; at <= other.length; at += 1) {
        const same = one[row - 1] === other[at - 1];
        next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
        if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) next[at] = Math.min(next[at], before[at - 2] + 1);
      }
      if (Math.min(...next) > limit) return limit + 1;
      [before, last] = [last, next];
    }
    return last[other.length];
  }

  // How well an entry fits pieces of code, misspelt words, or some of many words; 0 where too few fit.
  function likeness(entry, pieces, whole) {
    if (entry.squashed === whole) return 2000 + entry.weight;
    let [total, fitting] = [0, 0];
    for (const piece of pieces) {
      const limit = piece.length > 7 ? 2 : piece.length > 3 ? 1 : 0;
      let points = 0;
      if (entry.squashed === piece) points = 1000;
      else if (piece.length > 2 && entry.squashed.startsWith(piece)) points = 300;
      else if (entry.squashed.includes(piece)) points = 100;
      else if (limit && slips(piece, entry.squashed, limit) <= limit) points = 600;
      else if (limit && entry.words.some((word) => slips(piece, word, 1) < 2)) points = 150;
      else if (entry.text.includes(piece)) points = 30;
      else if (piece.length > 3 && inOrder(piece, entry.squashed)) points = 20;
      if (points) fitting += 1;
      if (points > 500) fitting += pieces.length;  // a whole name outweighs what stands around it
      total += points;
    }
    const share = Math.min(fitting / pieces.length, 1);
    return share < 0.5 ? 0 : (share ** 2 * total) / pieces.length + entry.weight;
  }

  // The names in a line of code, or the parts of words that were typed.
  function piecesOf(text) {
    const names = text.toLowerCase().match(/\p{Script=Han}+|[\p{L}\p{N}_]+/gu) || [];
    const split = names.flatMap((name) => (/\p{Script=Han}/u.test(name) && name.length > 2 ? [...name].slice(1).map((letter, at) => name[at] + letter) : [squash(name)]));
    return split.filter((piece) => piece.length > 1 && !/^\d+$/.test(piece)).slice(0, 12);
  }

  // All entries that fit, best first.
  function query(text) {
    if (!entries) build();
    const words = splitWords(text).slice(0, 12);
    if (!words.length) return [];
    const found = scored((entry) => score(entry, words));
    if (text.trim().length > 8 && words.length > 2) {
      for (const hit of errors(text)) {
        const known = found.find((other) => other.entry === hit.entry);
        if (known) known.points = Math.max(known.points, hit.points);
        else found.push(hit);
      }
    }
    const pieces = found.length ? [] : piecesOf(text);
    const hits = pieces.length ? scored((entry) => likeness(entry, pieces, pieces.join(""))) : found;
    return hits.sort((a, b) => b.points - a.points || (a.entry.low < b.entry.low ? -1 : 1)).map((each) => each.entry);
  }

  function scored(points) {
    return entries.map((entry) => ({ entry, points: points(entry) })).filter((each) => each.points > 0);
  }

  // ------------------------------------------------------------------ errors as people paste them

  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim().replace(/[.。]+$/, "");

  const GAP = 200;  // what fills a placeholder is no longer

  // The fixed parts of a message with placeholders (`%s`, `{Param}`, `<id>`), null where too little is fixed.
  function template(message) {
    const parts = message.split(/%(?:\d+\$)?[sd]|\{[^{}]{0,40}\}|<[^<>]{1,40}>|\*{2,}/).map((part) => plain(part));
    return parts.length < 2 || squash(parts.join("")).length < 6 ? null : parts.filter(Boolean);
  }

  // Whether the parts stand in the text one after another, with no long gaps.
  function filledIn(parts, text) {
    for (let start = text.indexOf(parts[0]); start >= 0; start = text.indexOf(parts[0], start + 1)) {
      let end = start;
      const fitting = parts.every((part) => {
        const at = text.indexOf(part, end);
        const near = at >= 0 && at - end <= GAP;
        end = at + part.length;
        return near;
      });
      if (fitting) return true;
    }
    return false;
  }

  // The rows that a pasted text could be about, best first: the code in it, its message, a template of it, shared words.
  function errors(text) {
    if (!entries) build();
    const low = text.toLowerCase();
    const flat = plain(text);
    const tokens = new Set(text.match(/[A-Za-z][\w.]*\w/g) || []);
    const lower = new Set([...tokens].map((token) => token.toLowerCase()));
    const words = [...new Set(flat.match(/[\p{L}\p{N}]{3,}/gu) || [])];
    const found = [];
    for (const entry of entries) {
      if (entry.kind !== "error") continue;
      if (entry.flat === undefined) { entry.flat = plain(entry.note); entry.template = template(entry.note); }
      let points = 0;
      if (entry.title && tokens.has(entry.title)) points += 2000;
      else if (entry.title && lower.has(entry.low)) points += 1500;
      else if (flat.length > 2 && entry.low.includes(flat)) points += 800 - Math.min(entry.low.length - flat.length, 200);
      if (entry.flat.length > 5 && flat.includes(entry.flat)) points += 1200;
      else if (entry.template && filledIn(entry.template, flat)) points += 1100;
      else if (flat.length > 3 && entry.flat.includes(flat)) points += 700;
      else if (words.length > 3) {
        const shared = words.filter((word) => entry.flat.includes(word)).length;
        if (shared / words.length > 0.6) points += Math.round((400 * shared) / words.length);
      }
      if (points && low.includes(String(entry.status))) points += 1;
      if (points) found.push({ entry, points });
    }
    return found.sort((a, b) => b.points - a.points || (a.entry.low < b.entry.low ? -1 : 1));
  }

  // The search of the error index page.
  function lookup(box) {
    const area = box.querySelector("textarea");
    const count = box.querySelector(".count");
    const list = box.querySelector(".found");
    box.hidden = false;
    const show = () => {
      const text = area.value.slice(0, 4000);
      const hits = text.trim() ? errors(text) : [];
      count.textContent = !text.trim() ? "" : hits.length ? docpact.count("matches", hits.length) : docpact.say("nothing_matches");
      list.replaceChildren(...hits.slice(0, 30).map(({ entry }) => row(entry)));
    };
    // `?q=…`, or the anchor of a code that stands on another part of the index.
    const code = location.hash.startsWith("#code-") && !document.querySelector(":target") ? location.hash.slice(6) : "";
    const wanted = new URLSearchParams(location.search).get("q") || code;
    if (wanted) area.value = wanted;
    area.addEventListener("input", show);
    show();
  }

  function row(entry) {
    const places = entry.places.slice(0, 12).flatMap((place, number) => [number ? ", " : "", make("a", { href: docpact.up + place.href }, place.label)]);
    if (entry.places.length > 12) places.push(docpact.say("and_more", entry.places.length - 12));
    const status = entry.status === null ? "" : make("span", { class: "status" }, String(entry.status));
    return make("div", { class: "codes" }, make("div", {},
      make("code", {}, entry.title),
      make("p", { class: "message" }, status, " ", entry.note),
      make("p", { class: "where" }, ...places)));
  }

  // ------------------------------------------------------------------ the dialog

  // The text with each of the words marked.
  function marked(text, words) {
    const any = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "iu");
    return words.length ? text.split(any).map((part, at) => (at % 2 ? make("mark", {}, part) : part)) : [text];
  }

  function createDialog() {
    const list = make("ul", { "aria-label": docpact.say("results") });
    const input = make("input", {
      type: "text", "aria-label": docpact.say("search_what"), autocomplete: "off", spellcheck: "false",
      placeholder: docpact.say("search_hint"),
    });
    const status = make("p", { class: "empty", role: "status" });
    dialog = make("dialog", { class: "search", "aria-label": docpact.say("search") }, input, list, status);
    const links = () => [...list.querySelectorAll("a")];
    const update = () => {
      const words = splitWords(input.value);
      const hits = query(input.value.slice(0, 4000));
      list.replaceChildren(...hits.slice(0, LIMIT).map((entry) => make("li", {},
        make("a", { href: docpact.up + entry.href },
          make("span", { class: "kind" }, docpact.say(`kind_${entry.kind}`)),
          make("span", { class: entry.kind === "operation" ? "hit" : "hit code" }, ...marked(entry.title, words)),
          make("small", {}, ...marked(entry.about ? `${entry.note} · ${entry.about}` : entry.note, words))))));
      list.hidden = !hits.length;
      status.classList.toggle("sr", hits.length > 0);
      status.textContent = hits.length ? docpact.say("results_many", hits.length) : docpact.say(words.length ? "nothing_found" : "type_something");
    };
    // Down and up move through the results, the input standing above the first one.
    const move = (step) => {
      const all = [input, ...links()];
      const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      next.focus();
      if (next !== input) next.scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("input", update);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter" && event.target === input) links()[0]?.click();
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return update;
  }

  function open(text) {
    if (!dialog) show = createDialog();
    const input = dialog.querySelector("input");
    if (text) input.value = text;
    dialog.showModal();
    input.select();
    show();
  }

  return { open, query, errors, lookup };
})();
