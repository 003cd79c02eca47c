// What every page does: menu, colours, tabs, copying. Search and console are loaded when they are first asked for.
"use strict";

const docpact = {
  up: document.body.dataset.up,
  assets: document.body.dataset.assets,
  loaded: new Map(),

  // The words of that key in the language of the site, with values in their gaps.
  say(key, ...values) {
    let at = 0;
    return docpactWords[key].replace(/\{(\d?)\}/g, (_, number) => values[number === "" ? at++ : Number(number)]);
  },

  // The words for one or for many.
  count(key, number) {
    return this.say(number === 1 ? `${key}_one` : `${key}_many`, number);
  },

  // Loads a script once. Scripts, because a page opened from a file may fetch nothing else.
  load(source) {
    if (!this.loaded.has(source)) {
      this.loaded.set(source, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = resolve;
        script.onerror = () => { this.loaded.delete(source); reject(new Error(`${source} cannot be loaded`)); };
        document.head.append(script);
      }));
    }
    return this.loaded.get(source);
  },

  async loadAll(...sources) {
    for (const source of sources) await this.load(source);
  },

  // Values by name that inherits nothing: a parameter may be called `constructor`.
  table(entries) {
    return Object.setPrototypeOf(Object.fromEntries(entries), null);
  },

  // An element with attributes and children; strings become text, never markup.
  make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  },

  // Whether the address asks for the console: `…#try` or `…?try=1`.
  asked() {
    return location.hash === "#try" || new URLSearchParams(location.search).has("try");
  },

  // A name that may break behind its words.
  breakable(name) {
    return name.split(/(?<=[a-z0-9])(?=[A-Z])/).flatMap((part, number) => (number ? [this.make("wbr"), part] : [part]));
  },

  async copy(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = this.make("textarea", { readonly: true, class: "sr" });
      area.value = text;
      (button.closest("dialog") || document.body).append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = this.say(done ? "copied" : "not_copied");
    this.announce(button.textContent);
    setTimeout(() => { button.textContent = label; }, 1600);
  },

  // Tells screen readers. What lies outside an open dialog is silent, so the text is said inside it.
  announce(text) {
    const home = document.querySelector("dialog[open]") || document.body;
    this.live ??= this.make("div", { class: "sr", role: "status" });
    if (this.live.parentElement !== home) home.append(this.live);
    setTimeout(() => { this.live.textContent = text; }, 50);
  },

  // The page of each operation by name, where the page does not list them itself.
  fillSide() {
    const list = document.querySelector(".operations[data-fill]");
    if (!list || typeof docpactPages === "undefined") return;
    const here = decodeURIComponent(location.pathname).split("/").pop();
    const items = docpactPages.map((page) => {
      const [name, stem] = Array.isArray(page) ? page : [page, page];
      const file = `${stem}.html`;
      const current = file === here && document.body.classList.contains("operation") ? "page" : null;
      return this.make("li", {}, this.make("a", { href: `${this.up}operations/${file}`, "aria-current": current }, ...this.breakable(name)));
    });
    list.replaceChildren(...items);
  },
};

(function () {
  const find = (selector) => document.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const make = docpact.make.bind(docpact);

  function menu() {
    const button = find(".menu-button");
    const side = find(".side");
    button.hidden = false;
    const set = (open) => {
      side.classList.toggle("open", open);
      document.documentElement.classList.toggle("menu-open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => set(!side.classList.contains("open")));
    side.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { set(false); button.focus(); }
    });
    // Over a narrow page the menu covers what the keyboard would reach next.
    side.addEventListener("focusout", ({ relatedTarget: next }) => {
      if (next && next !== button && !side.contains(next)) set(false);
    });
    const current = find(".operations [aria-current]");
    if (current) side.scrollTop = current.offsetTop - side.clientHeight / 3;
    const filter = find(".filter");
    const items = all(".operations > li");
    if (items.length > 12) {
      filter.hidden = false;
      filter.addEventListener("input", () => {
        const wanted = filter.value.trim().toLowerCase();
        for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
      });
    }
    const versions = find("details.versions");
    document.addEventListener("click", (event) => { if (versions && !versions.contains(event.target)) versions.open = false; });
    versions?.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      versions.open = false;
      versions.querySelector("summary").focus();
    });
  }

  function colours() {
    const button = find(".theme-button");
    const order = ["system", "light", "dark"];
    const root = document.documentElement;
    const label = () => button.setAttribute("aria-label", docpact.say("colours", docpact.say(`colours_${root.dataset.theme || "system"}`)));
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(root.dataset.theme || "system") + 1) % order.length];
      if (next === "system") delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        if (next === "system") localStorage.removeItem("docpact-theme");
        else localStorage.setItem("docpact-theme", next);
      } catch {
        // Then the choice holds for this page only.
      }
      label();
      docpact.announce(button.getAttribute("aria-label"));
    });
  }

  // Panels one below the other become tabs.
  function tabs(group, number) {
    const panels = all(".panel", group);
    const label = group.dataset.tabs;
    const list = make("div", { class: "tab-list", role: "tablist", "aria-label": label });
    const copy = make("button", { class: "copy", type: "button" }, docpact.say("copy"));
    const buttons = panels.map((panel, index) => {
      const id = `tab-${number}-${index}`;
      panel.id = `panel-${number}-${index}`;
      panel.setAttribute("role", "tabpanel");
      panel.removeAttribute("aria-label");
      panel.setAttribute("aria-labelledby", id);
      return make("button", { id, type: "button", role: "tab", "aria-controls": panel.id }, panel.querySelector("h3").textContent);
    });
    const select = (index, focus) => {
      buttons.forEach((button, at) => {
        button.setAttribute("aria-selected", String(at === index));
        button.tabIndex = at === index ? 0 : -1;
        panels[at].hidden = at !== index;
      });
      if (focus) buttons[index].focus();
    };
    buttons.forEach((button, index) => {
      button.addEventListener("click", () => select(index));
      button.addEventListener("keydown", (event) => {
        const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        select((next + buttons.length) % buttons.length, true);
      });
    });
    copy.setAttribute("aria-label", docpact.say("copy_what", label));
    copy.addEventListener("click", () => docpact.copy(group.querySelector(".panel:not([hidden]) pre").textContent, copy));
    list.append(...buttons);
    group.prepend(make("div", { class: "tab-head" }, make("span", { class: "tab-label" }, label), list, copy));
    select(0);
  }

  async function openSearch(text = "") {
    await docpact.loadAll(`${docpact.assets}search.js`, `${docpact.up}index.js`);
    docpact.search.open(text);
  }

  function search() {
    const button = find(".search-button");
    button.hidden = false;
    button.addEventListener("click", () => openSearch());
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
        if (find("dialog[open]")) return;
        event.preventDefault();
        openSearch();
      }
    });
    const lookup = find(".lookup");
    if (lookup) {
      docpact.loadAll(`${docpact.assets}search.js`, `${docpact.up}index.js`).then(() => docpact.search.lookup(lookup));
    }
  }

  async function openConsole(button) {
    const files = ["samples.js", "rules.js", "validate.js", "sign.js", "fields.js", "answers.js", "console.js"].map((name) => docpact.assets + name);
    await docpact.loadAll(...files, button.dataset.console);
    docpact.console.open(docpactOperation, button);
  }

  function operation() {
    const button = find(".try-button");
    if (!button) return;
    find(".actions").hidden = false;
    button.addEventListener("click", () => openConsole(button));
    const copy = find(".copy-page");
    const markdown = find('link[type="text/markdown"]');
    if (location.protocol === "file:") copy.remove();  // a page from a file may not read its neighbours
    else {
      copy.addEventListener("click", async () => {
        const answer = await fetch(markdown.href);
        if (answer.ok) docpact.copy(await answer.text(), copy);
      });
    }
    if (docpact.asked()) openConsole(button);
  }

  // What the address names: by its id, or as `#response-Name` the first field of the answer with that name.
  function named() {
    let name = "";
    try {
      name = decodeURIComponent(location.hash.slice(1));
    } catch {
      return null;  // no address that this site wrote
    }
    const isIt = (code) => `response-${code.textContent}` === name;
    return document.getElementById(name) || all("[aria-labelledby=response] .line code").find(isIt)?.closest("li") || null;
  }

  // Shows what the address names, and unfolds what hides it. The rows of a long error table stand on further pages.
  function show() {
    const target = named();
    const further = find("a.further, .parts li:has([aria-current]) + li a");
    if (!target && further && location.hash.startsWith("#error-")) location.replace(further.href + location.hash);
    for (const each of all(".sought")) each.classList.remove("sought");
    if (!target) return;
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    if (!target.id) {
      target.classList.add("sought");
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
    target.scrollIntoView();
  }

  docpact.fillSide();
  menu();
  colours();
  all(".tabs").forEach(tabs);
  search();
  operation();
  show();
  addEventListener("hashchange", show);
  addEventListener("beforeprint", () => all("details:not(.versions)").forEach((each) => { each.open = true; }));
})();
