// The console of an operation: a form made from its parameters, checked as it is filled in, signed here, sent to an
// endpoint of the reader's choice. Nothing entered here is stored.
"use strict";

docpact.console = (function () {
  const make = docpact.make.bind(docpact);
  const say = docpact.say.bind(docpact);
  let keys = null;  // for as long as the page is open
  let counter = 0;

  // ------------------------------------------------------------------ fields

  // A field has an element, `read` (undefined where it is empty) and `control`, what a label and a message point at.
  function field(schema, example, label, layout) {
    if (schema.type === "array" && layout) return list(schema, label);
    if (schema.type === "object" && layout && schema.properties) return record(schema, label);
    if (schema.type === "array" || schema.type === "object" || schema.json) return area("JSON", example);
    if (schema.enum) return picker(schema.enum, example);
    if (schema.type === "boolean") return picker([true, false], example);
    const attributes = { type: "text", autocomplete: "off", spellcheck: "false", placeholder: example || "" };
    if (schema.type === "integer" || schema.type === "number") attributes.inputmode = "decimal";
    return single(make("input", attributes));
  }

  function single(control) {
    return { element: control, control, read: () => (control.value === "" ? undefined : control.value), write: (value) => { control.value = typeof value === "object" ? JSON.stringify(value, null, 2) : String(value); } };
  }

  function area(kind, example) {
    const shown = example && typeof example === "object" ? JSON.stringify(example) : example;
    return single(make("textarea", { rows: "3", spellcheck: "false", placeholder: shown || kind }));
  }

  // A select of the documented values; its last entry lets the reader type another one.
  function picker(values) {
    const select = make("select", {}, make("option", { value: "" }, "—"), ...values.map((value) => make("option", { value: String(value) }, String(value))), make("option", { value: "\u0000" }, say("another_value")));
    const other = make("input", { type: "text", "aria-label": say("another_value_label"), autocomplete: "off", spellcheck: "false", hidden: true });
    select.addEventListener("change", () => {
      other.hidden = select.value !== "\u0000";
      if (!other.hidden) other.focus();
    });
    return {
      element: make("div", {}, select, other),
      control: select,
      read: () => (select.value === "\u0000" ? other.value || undefined : select.value || undefined),
      write: (value) => {
        const known = values.some((each) => String(each) === String(value));
        select.value = known ? String(value) : "\u0000";
        other.hidden = known;
        if (!known) other.value = String(value);
      },
    };
  }

  function record(schema, label) {
    const members = schema.properties.map(([name, member, required]) => [name, labelled(name, member, { required, prefix: label }, true)]);
    return {
      element: make("div", { class: "group", role: "group", "aria-label": label }, ...members.map(([, each]) => each.element)),
      control: null,
      read: () => {
        const entries = members.map(([name, each]) => [name, each.read()]).filter(([, value]) => value !== undefined);
        return entries.length ? Object.fromEntries(entries) : undefined;
      },
      write: (value) => { for (const [name, each] of members) if (value && value[name] !== undefined) each.write(value[name]); },
    };
  }

  function list(schema, label) {
    const items = [];
    const holder = make("div");
    const add = (value) => {
      const item = field(schema.items || {}, "", `${label}.${items.length + 1}`, true);
      if (item.control) item.control.setAttribute("aria-label", `${label}.${items.length + 1}`);
      items.push(item);
      holder.append(item.element);
      if (value !== undefined) item.write(value);
      return item;
    };
    const button = make("button", { type: "button", class: "small", onclick: () => {
      const item = add();
      (item.control || item.element.querySelector("input, select, textarea"))?.focus();
    } }, say("add_to", label));
    add();
    return {
      element: make("div", {}, holder, button),
      control: null,
      read: () => {
        const values = items.map((item) => item.read()).filter((value) => value !== undefined);
        return values.length ? values : undefined;
      },
      write: (value) => {
        items.length = 0;
        holder.replaceChildren();
        for (const each of Array.isArray(value) ? value : [value]) add(each);
      },
    };
  }

  // A field with its label, what it means, and a place for its problem.
  function labelled(name, schema, facts, layout) {
    const inner = field(schema, facts.example || "", facts.prefix ? `${facts.prefix}.${name}` : name, layout);
    counter += 1;
    const id = `field-${counter}`;
    const problem = make("p", { class: "problem", id: `${id}-problem` });
    const title = [make("code", { class: "name" }, name), " ", make("span", { class: "type" }, schema.type || ""), facts.required ? make("span", { class: "mark required" }, ` ${say("required_mark")}`) : ""];
    const head = inner.control ? make("label", { for: id }, ...title) : make("div", { class: "label" }, ...title);
    if (inner.control) {
      inner.control.id = id;
      inner.control.setAttribute("aria-describedby", `${id}-says ${id}-problem`);
      if (facts.required) inner.control.setAttribute("aria-required", "true");
    }
    const says = make("span", { class: "says", id: `${id}-says` }, facts.says || "");
    return {
      ...inner,
      element: make("div", { class: "row", "data-parameter": facts.prefix ? null : name }, head, says, inner.element, problem),
      show(found) {
        problem.textContent = found ? found.message + (found.code ? ` (${found.code})` : "") : "";
        if (inner.control) {
          if (found) inner.control.setAttribute("aria-invalid", "true");
          else inner.control.removeAttribute("aria-invalid");
        }
      },
    };
  }

  // The body of a request as JSON, above it a field for each of its documented members that writes into it.
  function bodyField({ schema, required }, example) {
    const text = labelled("body", schema, { required, example }, false);
    if (schema.type !== "object" || !schema.properties) return text;
    const members = record(schema, "body");
    members.element.addEventListener("input", () => {
      const value = members.read();
      if (value === undefined) text.control.value = "";
      else text.write(docpact.validate.typed(schema, value, null));
    });
    const write = (value) => {
      members.write(value);
      text.write(value);
    };
    return { ...text, write, element: make("div", { "data-about": "body" }, members.element, text.element) };
  }

  // ------------------------------------------------------------------ requests and answers

  // What the form says, as a call for `docpact.sign`.
  function callOf(operation, given, settings, body) {
    const query = [];
    const headers = {};
    let { path } = operation;
    for (const facts of operation.parameters) {
      const value = given[facts.name];
      if (value === undefined) continue;
      if (facts.in === "path") path = path.replaceAll(`{${facts.name}}`, docpact.sign.encode(String(value)));
      else if (facts.in === "header") headers[facts.name.toLowerCase()] = String(value);
      else query.push(...docpact.sign.flatten(facts.name, value));
    }
    // The other signature sends the format as a parameter anyway.
    if (operation.style === "rpc" && settings.signature === V3) query.push(["Format", settings.format]);
    return { ...settings, action: operation.name, version: operation.version, path, query, headers, body };
  }

  const RPC = "HMAC-SHA1";
  const V3 = "ACS3-HMAC-SHA256";

  function sign(call) {
    if (!globalThis.crypto?.subtle) throw new Error(say("no_subtle"));
    return call.signature === RPC ? docpact.sign.rpc(call) : docpact.sign.v3(call);
  }

  function readAnswer(text) {
    try {
      const value = JSON.parse(text);
      return { pretty: JSON.stringify(value, null, 2), code: value?.Code, message: value?.Message };
    } catch {
      const parsed = new DOMParser().parseFromString(text, "application/xml");
      const read = (name) => parsed.querySelector(`:root > ${name}`)?.textContent;
      if (parsed.querySelector("parsererror")) return { pretty: text };
      return { pretty: text.replace(/></g, ">\n<"), code: read("Code"), message: read("Message") };
    }
  }

  // Text with placeholders as an expression: `Missing{Param}`, `The %s is wrong`.
  function fits(template, text) {
    if (template === text) return true;
    const parts = template.split(/%(?:\d+\$)?[sd]|\{[^{}]{1,40}\}/);
    if (parts.length < 2) return false;
    return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".{0,300}?")}$`, "s").test(text);
  }

  // The documented row that an error answer is: same code, then the message as documented, as a template, or its beginning.
  function rowOf(operation, code, message = "") {
    const rows = operation.errors.filter((row) => row[1] === code);
    const candidates = rows.length ? rows : operation.errors.filter((row) => fits(row[1], code));
    return candidates.find((row) => row[2] === message) || candidates.find((row) => fits(row[2], message))
      || candidates.find((row) => row[2] && message.startsWith(row[2])) || candidates[0];
  }

  const shown = (request) => {
    const lines = [`${request.method} ${request.url}`, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)];
    return lines.join("\n") + (request.body ? `\n\n${request.body}` : "");
  };

  function section(title, text, copied = true) {
    const pre = make("pre", { tabindex: "0", "aria-label": title }, make("code", {}, text));
    const button = make("button", { type: "button", class: "copy", "aria-label": say("copy_what", title) }, say("copy"));
    button.addEventListener("click", () => docpact.copy(pre.textContent, button));
    return make("section", {}, make("h3", {}, make("span", {}, title), copied ? button : ""), pre);
  }

  function matchOf(operation, answer) {
    const row = rowOf(operation, answer.code, answer.message);
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

  const notice = (text) => make("section", { class: "matched" }, make("h3", {}, say("response")), make("div", { class: "row-match" }, text));

  // ------------------------------------------------------------------ the dialog

  function open(operation, opener) {
    const dialog = make("dialog", { class: "console", "aria-labelledby": "console-title" });
    const embedded = operation.endpoints.find((url) => url.startsWith("/"));
    keys = keys || (embedded ? { keyId: "testid", secret: "testsecret", token: "" } : { keyId: "", secret: "", token: "" });

    const fields = operation.parameters.map((facts) => [facts, labelled(facts.name, facts.schema, facts, facts.layout)]);
    const body = operation.body ? bodyField(operation.body, operation.values.body) : null;

    const setting = (label, control) => {
      counter += 1;
      control.id = `setting-${counter}`;
      return make("div", { class: "row" }, make("label", { for: control.id }, label), control);
    };
    const endpoint = make("input", { type: "text", list: "console-endpoints", value: operation.endpoints[0] || "", placeholder: "https://…", autocomplete: "off", spellcheck: "false" });
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
    const example = make("button", { type: "button", class: "plain-button" }, say("fill_in"));
    const form = make("form", { novalidate: true },
      make("fieldset", {}, make("legend", {}, say("credentials")),
        setting(say("endpoint"), endpoint), make("datalist", { id: "console-endpoints" }, ...operation.endpoints.map((url) => make("option", { value: url }))),
        make("div", { class: "pair" }, setting(say("key_id"), keyId), setting(say("key_secret"), secret)),
        make("div", { class: "pair" }, setting(say("token"), token), setting(say("signature"), signature)),
        make("div", { class: "pair" }, setting(say("method"), method), setting(say("format"), format)),
        make("p", { class: "says" }, say("keys_note"))),
      make("fieldset", {}, make("legend", {}, say("parameters")), example, make("div", { class: "fields" }, ...fields.map(([, each]) => each.element), body ? body.element : "")),
      make("div", { class: "send" }, send, count));
    const code = make("div", { class: "code" });
    const result = make("div", { class: "result", "aria-live": "polite" });
    const close = make("button", { type: "button", class: "plain-button", onclick: () => dialog.close() }, say("close"));
    dialog.append(make("header", {}, make("h2", { id: "console-title" }, say("try", operation.name)), close),
      make("div", { class: "halves" }, form, make("div", { class: "outcome", tabindex: "0", role: "region", "aria-label": say("outcome") }, result, code)));
    document.body.append(dialog);

    const given = () => Object.fromEntries(fields.map(([facts, each]) => [facts.name, each.read()]).filter(([, value]) => value !== undefined));
    const settings = () => ({ endpoint: absolute(endpoint.value), method: method.value, format: format.value, signature: signature.value, ...keys });
    const absolute = (url) => (url.startsWith("/") && location.protocol !== "file:" ? location.origin + url : url);

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
      const typed = Object.fromEntries(operation.parameters.filter((facts) => facts.name in values).map((facts) => [facts.name, docpact.validate.typed(facts.schema, values[facts.name], facts.layout)]));
      if (body?.read()) typed.body = docpact.validate.typed(operation.body.schema, body.read(), null);
      asked += 1;
      const mine = asked;
      const sections = operation.samples.map((sample) => section(sample.label, docpact.samples.write(sample, typed)));
      try {
        if (!keys.keyId || !keys.secret) throw new Error(say("enter_key"));
        const request = await sign(callOf(operation, values, settings(), body?.read()));
        sections.push(section(say("curl"), docpact.samples.curl(request)));
      } catch (error) {
        sections.push(make("p", { class: "says" }, error.message));
      }
      if (mine === asked) code.replaceChildren(...sections);
    }

    async function submit() {
      if (!endpoint.value.trim()) {
        result.replaceChildren(notice(say("no_endpoint")));
        endpoint.focus();
        return;
      }
      send.disabled = true;
      const started = performance.now();
      const parts = [];
      try {
        const request = await sign(callOf(operation, given(), settings(), body?.read()));
        parts.push(section(say("request"), shown(request)), section(say("string_to_sign"), request.stringToSign));
        const answer = await fetch(request.url, { method: request.method, headers: request.headers, body: request.body || undefined, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
        const read = readAnswer(await answer.text());
        const time = Math.round(performance.now() - started);
        const head = make("p", {}, make("span", { class: `badge ${answer.ok ? "good" : "bad"}` }, `${answer.status}`), say("milliseconds", time));
        const shownAnswer = section(say("response"), read.pretty);
        shownAnswer.querySelector("h3").after(head);
        parts.unshift(shownAnswer);
        if (!answer.ok && read.code) parts.unshift(matchOf(operation, read));
      } catch (error) {
        const why = error instanceof TypeError ? say("no_answer", error.message) : error.message;
        parts.unshift(notice(why));
      }
      result.replaceChildren(...parts);
      send.disabled = false;
      if (matchMedia("(max-width: 56rem)").matches) result.scrollIntoView();
    }

    example.addEventListener("click", () => {
      for (const [facts, each] of fields) if (facts.name in operation.values) each.write(operation.values[facts.name]);
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
      await refresh(true);
      await submit();
    });
    dialog.addEventListener("close", () => {
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

  return { open, rowOf };
})();
