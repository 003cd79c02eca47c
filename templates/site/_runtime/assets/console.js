// The console of an operation: a form made from its parameters, checked as it is filled in, signed here, sent to an
// endpoint of the reader's choice. Nothing entered here is stored.
"use strict";

docpact.console = (function () {
  const make = docpact.make.bind(docpact);
  const say = docpact.say.bind(docpact);
  let keys = null;  // for as long as the page is open

  // ------------------------------------------------------------------ requests and answers

  // What the form says, as a call for `docpact.sign`.
  function callOf(operation, given, settings, body) {
    const query = [];
    const headers = {};
    let { path } = operation;
    for (const facts of operation.parameters) {
      const value = given[facts.name];
      if (value === undefined) continue;
      if (facts.in === "path" && /^\.{1,2}$/.test(value)) throw new Error(say("no_path_part", facts.name));
      if (facts.in === "path") path = path.replaceAll(`{${facts.name}}`, docpact.sign.encode(String(value)));
      else if (facts.in === "header") headers[facts.name.toLowerCase()] = String(value);
      else query.push(...docpact.sign.flatten(facts.name, value));
    }
    // The other signature sends the format as a parameter anyway.
    if (operation.style === "rpc" && settings.signature === V3) query.push(["Format", settings.format]);
    return { ...settings, action: operation.name, version: operation.version, path, query, headers, body };
  }

  const TRIAL = { keyId: "testid", secret: "testsecret", token: "" };  // what `docpact serve` accepts
  const PATIENCE = 60;  // seconds
  const RPC = "HMAC-SHA1";
  const V3 = "ACS3-HMAC-SHA256";

  function sign(call) {
    if (!globalThis.crypto?.subtle) throw new Error(say("no_subtle"));
    return call.signature === RPC ? docpact.sign.rpc(call) : docpact.sign.v3(call);
  }

  const shown = (request) => {
    const lines = [`${request.method} ${request.url}`, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)];
    return lines.join("\n") + (request.body ? `\n\n${request.body}` : "");
  };

  const SHOWN = 200_000;  // a browser takes seconds to lay out more

  // A titled text with a button that copies all of it.
  function section(title, text) {
    const pre = make("pre", { tabindex: "0", "aria-label": title }, make("code", {}, text.slice(0, SHOWN)));
    const button = make("button", { type: "button", class: "copy", "aria-label": say("copy_what", title) }, say("copy"));
    button.addEventListener("click", () => docpact.copy(text, button));
    const cut = text.length > SHOWN ? [make("p", { class: "says" }, say("cut", SHOWN, text.length))] : [];
    return make("section", {}, make("h3", {}, make("span", {}, title), button), ...cut, pre);
  }

  function matchOf(operation, answer) {
    const row = docpact.answers.rowOf(operation, answer.code, answer.message);
    const box = make("div", { class: "row-match" });
    if (!row) box.append(make("p", {}, say("no_row"), " ", make("code", {}, answer.code)));
    else {
      const [status, code, message, description, anchor] = row;
      box.append(
        make("p", {}, make("b", {}, say("documented_error"), " "), make("a", { href: anchor, onclick: (event) => event.target.closest("dialog").close() }, make("code", {}, code)), status ? ` (${status})` : ""),
        make("p", {}, message), make("p", {}, description));
    }
    return make("section", { class: "matched" }, make("h3", {}, say("meaning")), box);
  }

  // The address that was typed, with its scheme, or of this site.
  function absolute(url) {
    if (!url) return "";
    if (url.startsWith("/")) return location.origin + url;
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
  }

  // Where and as whom a client calls, where that is not what it would do anyway.
  function connection(operation, { endpoint, keyId, secret }) {
    const own = operation.endpoints.find((url) => !url.startsWith("/"));
    if (!endpoint || endpoint.replace(/\/+$/, "") === own?.replace(/\/+$/, "")) return null;
    const known = keyId === TRIAL.keyId && secret === TRIAL.secret;
    return { endpoint, keys: known ? [keyId, secret] : null };
  }

  // Headers that a browser can send; else an error that says which it cannot.
  function sendable(headers) {
    for (const [name, value] of Object.entries(headers)) {
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw new Error(say("no_header_value", name));
    }
    return headers;
  }

  async function reach(url, options) {
    try {
      return await fetch(url, options);
    } catch (error) {
      if (options.signal.aborted) throw options.signal.reason;
      throw new Error(say("no_answer", error.message));
    }
  }

  const notice = (text) => make("section", { class: "matched" }, make("h3", {}, say("response")), make("div", { class: "row-match" }, text));

  // ------------------------------------------------------------------ the dialog

  function open(operation, opener) {
    const dialog = make("dialog", { class: "console", "aria-labelledby": "console-title" });
    const embedded = operation.endpoints.some((url) => url.startsWith("/")) && location.protocol !== "file:";
    const endpoints = operation.endpoints.filter((url) => embedded || !url.startsWith("/")).map((url) => absolute(url).replace(/\/+$/, ""));
    keys = keys || (embedded ? { ...TRIAL } : { keyId: "", secret: "", token: "" });

    const fields = operation.parameters.map((facts) => [facts, docpact.fields.labelled(facts.name, facts.schema, facts, facts.layout)]);
    const body = operation.body ? docpact.fields.bodyField(operation.body, operation.values.body) : null;

    const { setting } = docpact.fields;
    const endpoint = make("input", { type: "text", list: "console-endpoints", value: endpoints[0] || "", placeholder: "https://…", autocomplete: "off", spellcheck: "false" });
    const keyId = make("input", { type: "text", value: keys.keyId, autocomplete: "off", spellcheck: "false" });
    const secret = make("input", { type: "password", value: keys.secret, autocomplete: "new-password" });
    const token = make("input", { type: "password", value: keys.token, autocomplete: "new-password" });
    const methods = operation.style === "rpc" ? [...new Set([operation.method, "GET", "POST"])] : [operation.method];
    const method = make("select", {}, ...methods.map((each) => make("option", {}, each)));
    const signatures = operation.style === "rpc" ? [RPC, V3] : [V3];
    const signature = make("select", {}, ...signatures.map((each) => make("option", {}, each)));
    const format = make("select", {}, make("option", {}, "JSON"), make("option", {}, "XML"));

    const count = make("span", { role: "status" });
    const send = make("button", { type: "submit", class: "primary" }, say("send"));
    const cancel = make("button", { type: "button", class: "plain-button", hidden: true, onclick: () => pending?.abort(new Error(say("cancelled"))) }, say("cancel"));
    const example = make("button", { type: "button", class: "plain-button" }, say("fill_in"));
    const form = make("form", { novalidate: true },
      make("fieldset", {}, make("legend", {}, say("credentials")),
        setting(say("endpoint"), endpoint), make("datalist", { id: "console-endpoints" }, ...endpoints.map((url) => make("option", { value: url }))),
        make("div", { class: "pair" }, setting(say("key_id"), keyId), setting(say("key_secret"), secret)),
        make("div", { class: "pair" }, setting(say("token"), token), setting(say("signature"), signature)),
        make("div", { class: "pair" }, setting(say("method"), method), setting(say("format"), format)),
        make("p", { class: "says" }, say("keys_note"))),
      make("fieldset", {}, make("legend", {}, say("parameters")), example, make("div", { class: "fields" }, ...fields.map(([, each]) => each.element), body ? body.element : "")),
      make("div", { class: "send" }, send, cancel, count));
    const code = make("div", { class: "code" });
    const result = make("div", { class: "result" });
    const close = make("button", { type: "button", class: "plain-button", onclick: () => dialog.close() }, say("close"));
    dialog.append(make("header", {}, make("h2", { id: "console-title" }, say("try", operation.name)), close),
      make("div", { class: "halves" }, form, make("div", { class: "outcome", tabindex: "0", role: "region", "aria-label": say("outcome") }, result, code)));
    document.body.append(dialog);

    const given = () => docpact.table(fields.map(([facts, each]) => [facts.name, each.read()]).filter(([, value]) => value !== undefined));
    const settings = () => ({ endpoint: absolute(endpoint.value.trim()), method: method.value, format: format.value, signature: signature.value, ...keys });

    let asked = 0;
    const touched = new Set();
    async function refresh(everything = false) {
      keys = { keyId: keyId.value, secret: secret.value, token: token.value };
      const values = given();
      const problems = docpact.validate.check(operation, values, body?.read());
      for (const [facts, each] of [...fields, ...(body ? [[{ name: "body" }, body]] : [])]) {
        const found = problems.find((problem) => problem.parameter === facts.name);
        const speak = everything || touched.has(facts.name) || (values[facts.name] !== undefined);
        each.show(speak ? found : null);
      }
      count.textContent = problems.length ? docpact.count("problems", problems.length) : say("no_problems");
      send.textContent = say(problems.length ? "send_anyway" : "send");
      const typed = docpact.table(operation.parameters.filter((facts) => facts.name in values).map((facts) => [facts.name, docpact.validate.typed(facts.schema, values[facts.name], facts.layout)]));
      if (body?.read()) typed.body = docpact.validate.typed(operation.body.schema, body.read(), null);
      asked += 1;
      const mine = asked;
      const start = (sample) => docpact.samples.start(sample, connection(operation, settings()));
      const sections = operation.samples.map((sample) => section(sample.label, docpact.samples.write({ ...sample, before: start(sample) }, typed)));
      try {
        if (!keys.keyId || !keys.secret) throw new Error(say("enter_key"));
        const request = await sign(callOf(operation, values, settings(), body?.read()));
        sections.push(section(say("curl"), docpact.samples.curl(request)));
      } catch (error) {
        sections.push(make("p", { class: "says" }, error.message));
      }
      if (mine === asked) code.replaceChildren(...sections);
    }

    let pending = null;  // what would end the call under way

    async function submit() {
      if (!endpoint.value.trim()) {
        result.replaceChildren(notice(say("no_endpoint")));
        endpoint.focus();
        return;
      }
      pending = new AbortController();
      const timer = setTimeout(() => pending.abort(new Error(say("too_slow", PATIENCE))), PATIENCE * 1000);
      send.setAttribute("aria-disabled", "true");
      cancel.hidden = false;
      count.textContent = say("waiting");
      const started = performance.now();
      const parts = [];
      let outcome;
      try {
        const request = await sign(callOf(operation, given(), settings(), body?.read()));
        parts.push(section(say("request"), shown(request)), section(say("string_to_sign"), request.stringToSign));
        const headers = sendable(request.headers);
        const answer = await reach(request.url, { method: request.method, headers, body: request.body || undefined, signal: pending.signal, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
        const read = docpact.answers.read(await answer.text());
        outcome = `${answer.status}${say("milliseconds", Math.round(performance.now() - started))}`;
        const badge = make("span", { class: `badge ${answer.ok ? "good" : "bad"}` }, `${answer.status}`);
        const shownAnswer = section(say("response"), read.pretty);
        shownAnswer.querySelector("h3").after(make("p", {}, badge, outcome.slice(`${answer.status}`.length)));
        parts.unshift(shownAnswer);
        if (!answer.ok && read.code) parts.unshift(matchOf(operation, read));
      } catch (error) {
        outcome = error.message;
        parts.unshift(notice(outcome));
      }
      clearTimeout(timer);
      pending = null;
      cancel.hidden = true;
      send.removeAttribute("aria-disabled");
      result.replaceChildren(...parts);
      count.textContent = outcome;
      if (matchMedia("(max-width: 56rem)").matches) result.scrollIntoView();
    }

    example.addEventListener("click", () => {
      for (const [facts, each] of fields) if (Object.hasOwn(operation.values, facts.name)) each.write(operation.values[facts.name]);
      if (body && operation.values.body !== undefined) body.write(operation.values.body);
      refresh();
    });
    form.addEventListener("input", (event) => {
      const row = event.target.closest("[data-parameter], [data-about]");
      if (row) touched.add(row.dataset.parameter || row.dataset.about);
      refresh();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (pending) return;
      await refresh(true);
      await submit();
    });
    dialog.addEventListener("close", () => {
      pending?.abort(new Error(say("cancelled")));
      dialog.remove();
      if (docpact.asked()) history.replaceState(null, "", location.pathname);
      opener.focus();
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.showModal();
    refresh();
    const firstField = form.querySelector(".fields input, .fields select, .fields textarea");
    (firstField || send).focus();
  }

  return { open };
})();
