// The documented rules, checked as the server and the clients check them. What the form holds is text: a value is a
// string, a list or an object of values, and absent where it is undefined.
"use strict";

docpact.validate = (function () {
  const INTEGER = /^[+-]?[0-9]{1,20}$/;
  const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$/;
  const DATE_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})$/;
  const LIMITS = { int32: 31n, int64: 63n };

  const say = docpact.say.bind(docpact);
  const bound = (value) => (value === undefined ? say("any_number") : value);
  const bad = (message, fault = "invalid") => ({ message, fault });

  // A text as the value that it stands for in JSON; the text itself where it stands for none.
  function typedText(schema, text) {
    if (schema.type === "integer" && INTEGER.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    if (schema.type === "number" && NUMBER.test(text) && Number.isFinite(Number(text))) return Number(text);
    if (schema.type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
    return text;
  }

  function scalar(schema, text) {
    if (schema.type === "integer") {
      if (!INTEGER.test(text)) return bad(say("no_integer"));
      const limit = 1n << (LIMITS[schema.format] || 63n);
      const number = BigInt(text.replace(/^\+/, ""));
      if (number < -limit || number >= limit) return bad(say("no_fit", schema.format || "int64"));
    }
    if (schema.type === "number" && !(NUMBER.test(text) && Number.isFinite(Number(text)))) return bad(say("no_number"));
    if (schema.type === "boolean" && !/^(true|false)$/i.test(text)) return bad(say("no_boolean"));
    return constraints(schema, typedText(schema, text));
  }

  function constraints(schema, value) {
    if (schema.enum && !schema.enum.includes(value)) return bad(say("not_listed", schema.enum.join(", ")), "unsupported");
    if (schema.minimum !== undefined || schema.maximum !== undefined) {
      const number = typeof value === "string" && !NUMBER.test(value) ? NaN : Number(value);
      if (!(number >= (schema.minimum ?? -Infinity) && number <= (schema.maximum ?? Infinity))) {
        return bad(say("not_between", bound(schema.minimum), bound(schema.maximum)));
      }
    }
    if (typeof value === "string") {
      const length = [...value].length;
      if (length < (schema.minLength ?? 0) || length > (schema.maxLength ?? Infinity)) {
        return bad(say("wrong_length", length, schema.minLength ?? 0, bound(schema.maxLength)));
      }
      if (schema.pattern && !matches(schema.pattern, value)) return bad(say("wrong_pattern", schema.pattern));
      if (schema.format === "date-time" && schema.type === "string" && !DATE_TIME.test(value)) return bad(say("no_date"));
    }
    if (schema.json && typeof value === "string") return document_(schema.json, value);
    return null;
  }

  // Whole-value match; an expression that this browser cannot read stops nothing.
  function matches(pattern, text) {
    try {
      return new RegExp(`^(?:${pattern})$`, "u").test(text);
    } catch {
      return true;
    }
  }

  function document_(schema, text) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      return bad(say("no_json"));
    }
    return json(schema, value, "");
  }

  function json(schema, value, path) {
    const at = path ? `${path}: ` : "";
    if (value === null) return null;
    if (schema.type === "array") {
      if (!Array.isArray(value)) return bad(say("no_array", at));
      return count(schema, value) || first(value.map((item, number) => json(schema.items || {}, item, `${path}[${number}]`)));
    }
    if (schema.type === "object") {
      if (typeof value !== "object" || Array.isArray(value)) return bad(say("no_object", at));
      return first((schema.properties || []).map(([name, member, required]) => {
        if (!Object.hasOwn(value, name) || value[name] === null) return required ? bad(at + say("missing_member", name), "missing") : null;
        return json(member, value[name], path ? `${path}.${name}` : name);
      }));
    }
    const kinds = { string: "string", integer: "number", number: "number", boolean: "boolean" };
    if (schema.type in kinds && typeof value !== kinds[schema.type]) return bad(say("wrong_type", at, schema.type));
    if (schema.type === "integer" && !Number.isInteger(value)) return bad(say("no_whole", at));
    return constraints(schema, value);
  }

  const first = (found) => found.find(Boolean) || null;

  function count(schema, items) {
    if (items.length < (schema.minItems ?? 0) || items.length > (schema.maxItems ?? 10000)) {
      return bad(say("wrong_count", items.length, schema.minItems ?? 0, bound(schema.maxItems)));
    }
    return null;
  }

  // A group of the form: lists and objects whose leaves are texts.
  function group(schema, value, path) {
    if (Array.isArray(value)) return count(schema, value) || first(value.map((item, number) => group(schema.items || {}, item, `${path}.${number + 1}`)));
    if (value !== null && typeof value === "object") {
      return first((schema.properties || []).map(([name, member, required]) => {
        if (!Object.hasOwn(value, name)) return required ? bad(say("missing_member", `${path}.${name}`), "missing") : null;
        return group(member, value[name], `${path}.${name}`);
      }));
    }
    const found = scalar(schema, value);
    return found && { ...found, message: `${path}: ${found.message}` };
  }

  function parameter(facts, value) {
    const { schema } = facts;
    if (facts.layout) return group(schema, value, facts.name);
    if (schema.type === "array" || schema.type === "object") return document_(schema, value);
    return scalar(schema, value);
  }

  // All problems of a request: [{parameter, message, code}], `code` the error that would answer it.
  function check(operation, values, body) {
    const given = docpact.table([...Object.entries(values), ...(body ? [["(body)", body]] : [])]);
    const problems = [];
    const codes = Object.fromEntries(operation.parameters.map((facts) => [facts.name, facts.codes]));
    const add = (name, found) => problems.push({ parameter: name, message: found.message, code: codes[name]?.[found.fault] || "" });
    for (const facts of operation.parameters) {
      const value = given[facts.name];
      if (value === undefined) {
        if (facts.required) add(facts.name, bad(say("missing"), "missing"));
        continue;
      }
      const found = parameter(facts, value);
      if (found) add(facts.name, found);
    }
    for (const facts of operation.rules) {
      for (const [place, fault] of docpact.rules.broken(facts, given)) {
        const name = place[0] === "(body)" ? "body" : place[0];
        if (problems.some((problem) => problem.parameter === name)) continue;
        const member = place.slice(1).filter((step) => step !== null);
        const message = facts.says || say("broken_rule");
        add(name, bad(member.length ? `${[name, ...member].join(".")}: ${message}` : message, fault));
      }
    }
    if (operation.body) {
      if (!body && operation.body.required) problems.push({ parameter: "body", message: say("missing"), code: "" });
      const found = body ? document_(operation.body.schema, body) : null;
      if (found) problems.push({ parameter: "body", message: found.message, code: "" });
    }
    return problems;
  }

  // The form's texts as typed values, for samples.
  function typed(schema, value, layout) {
    if (Array.isArray(value)) return value.map((item) => typed(schema.items || {}, item, layout));
    if (value !== null && typeof value === "object") {
      const members = docpact.table((schema.properties || []).map(([name, member]) => [name, member]));
      return docpact.table(Object.entries(value).map(([name, item]) => [name, typed(members[name] || {}, item, layout)]));
    }
    if (!layout && (schema.type === "array" || schema.type === "object")) {
      try {
        return JSON.parse(value);
      } catch {
        return value;
      }
    }
    return typedText(schema, value);
  }

  return { check, typed };
})();
