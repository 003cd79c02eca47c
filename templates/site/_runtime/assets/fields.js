// The fields of a form, made from schemas. Each has an element, `read` (undefined where it is empty), `write`, and
// `control`, what a label and a message point at.
"use strict";

docpact.fields = (function () {
  const make = docpact.make.bind(docpact);
  const say = docpact.say.bind(docpact);
  let counter = 0;

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
    const members = schema.properties.map(([name, member, required, says, example]) => [name, labelled(name, member, { required, says, example, prefix: label }, true)]);
    return {
      element: make("div", { class: "group", role: "group", "aria-label": label }, ...members.map(([, each]) => each.element)),
      control: null,
      read: () => {
        const entries = members.map(([name, each]) => [name, each.read()]).filter(([, value]) => value !== undefined);
        return entries.length ? docpact.table(entries) : undefined;
      },
      write: (value) => { for (const [name, each] of members) if (value && Object.hasOwn(value, name)) each.write(value[name]); },
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
    const title = [make("code", { class: "name" }, name), " ", make("span", { class: "type" }, docpactWords[`type_${schema.type}`] || schema.type || ""), facts.required ? make("span", { class: "mark required" }, ` ${say("required_mark")}`) : ""];
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

  // A setting of the console itself.
  function setting(label, control) {
    counter += 1;
    control.id = `setting-${counter}`;
    return make("div", { class: "row" }, make("label", { for: control.id }, label), control);
  }

  return { labelled, bodyField, setting };
})();
