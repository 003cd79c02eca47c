// Rules over several parameters, and over members of structures. A place is a list: a parameter, or `(body)`, then members
// by name, items by number (from 1), and null for each item. A rule over members holds in every item of the lists that
// lead to its subject; where the structure that it is about was not given, there is nothing to check.
"use strict";

docpact.rules = (function () {
  const FAULTS = { required_if: "missing", requires: "missing", any_of: "missing", exclusive: "invalid", only_if: "invalid" };

  // What a text holds, where it is a JSON document; anything else as it is.
  function opened(value) {
    if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }

  // What one step leads to: all items, one item, or a member.
  function into(whole, step) {
    const value = opened(whole);
    if (step === null) return Array.isArray(value) ? value : [];
    if (typeof step === "number") return Array.isArray(value) ? value.slice(step - 1, step) : [];
    const held = value !== null && typeof value === "object" && !Array.isArray(value) && Object.hasOwn(value, step);
    return held ? [value[step]] : [];
  }

  const there = (value) => value !== undefined && value !== null;

  // Which items of the lists on the way to the subject there are: their numbers, one for each list.
  function items(given, subject, shared) {
    let reached = [[[], given[subject[0]]]];
    subject.slice(1, -1).forEach((step, index) => {
      const deeper = [];
      for (const [numbers, value] of reached) {
        if (step === null) into(value, null).forEach((item, at) => deeper.push([[...numbers, at + 1], item]));
        else deeper.push([numbers, into(value, step)[0]]);
      }
      reached = deeper.filter(([, value]) => index + 1 > shared || there(value));
    });
    return reached.map(([numbers]) => numbers);
  }

  // What is given at a place, in the item at hand where the same lists lead to it.
  function at(given, place, subject, numbers) {
    let values = [given[place[0]]];
    let together = place[0] === subject[0];
    let next = 0;
    place.slice(1).forEach((step, index) => {
      together = together && index + 1 < subject.length && subject[index + 1] === step;
      const chosen = step === null && together && next < numbers.length ? numbers[next++] : step;
      values = values.flatMap((value) => into(value, chosen));
    });
    return values.filter(there);
  }

  // The places that break a rule, in every item: [[place, fault], …].
  function broken(facts, given) {
    const { kind, parameter: subject, others, when } = facts;
    if (!(kind in FAULTS)) return [];
    const found = [];
    for (const numbers of items(given, subject, facts.shared)) {
      const values = (place) => at(given, place, subject, numbers);
      const has = (place) => values(place).length > 0;
      const holds = (condition) => {
        const shown = values(condition.parameter).flat().map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
        const held = condition.values.length
          ? shown.some((value) => condition.values.includes(value)) || (condition.default && !shown.length)
          : shown.length > 0;
        return held !== condition.negated;
      };
      const offenders = {
        required_if: () => (!has(subject) && when.every(holds) ? [subject] : []),
        requires: () => (has(subject) ? others.filter((other) => !has(other)) : []),
        any_of: () => ([subject, ...others].some(has) ? [] : [subject]),
        only_if: () => (has(subject) && !when.every(holds) ? [subject] : []),
        exclusive: () => [subject, ...others].filter(has).slice(1),
      }[kind]();
      for (const place of offenders) found.push([named(place, subject, numbers), FAULTS[kind]]);
    }
    return found;
  }

  // A place with the item at hand in the lists that lead to the subject too.
  function named(place, subject, numbers) {
    let next = 0;
    return place.map((step, index) => (step === null && subject[index] === null && next < numbers.length ? numbers[next++] : step));
  }

  return { broken };
})();
