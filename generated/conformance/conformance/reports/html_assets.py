"""The style and the script of the HTML report."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #5c6670; --line: #d9dee3; --wash: #f5f7f9;
  --ok: #13733a; --ok-wash: #e3f4e8; --bad: #b3261e; --bad-wash: #fce8e6; --open: #7a5b00; --open-wash: #fdf3d7; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e6e9ec; --soft: #9aa4ae; --line: #333a41;
  --wash: #1c2024; --ok: #6fcf8f; --ok-wash: #16311f; --bad: #ff8f86; --bad-wash: #3d1a18; --open: #e5c15c; --open-wash: #352b10; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, nav, main { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; border-top: 6px solid var(--ok); }
header.bad { border-color: var(--bad); }
.eyebrow, .meta, .hint, .id, cite { color: var(--soft); }
.eyebrow { margin: 0; text-transform: uppercase; letter-spacing: .08em; font-size: .8rem; }
h1 { margin: 0; font-size: 2rem; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; } h3 { margin: 0; font-size: 1.05rem; }
.verdict { font-size: 1.3rem; font-weight: 600; margin: .25rem 0; color: var(--ok); } header.bad .verdict { color: var(--bad); }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; }
.tiles li { padding: .5rem 1rem; border-radius: .5rem; } .tiles b { font-size: 1.3rem; margin-right: .25rem; }
.tiles .ok, td.ok { background: var(--ok-wash); color: var(--ok); } .tiles .bad, td.bad { background: var(--bad-wash); color: var(--bad); }
.tiles .open, td.open { background: var(--open-wash); color: var(--open); }
nav { position: sticky; top: 0; background: var(--paper); padding-top: .5rem; padding-bottom: .5rem; border-bottom: 1px solid var(--line);
  z-index: 2; display: flex; gap: 1rem; flex-wrap: wrap; }
a { color: inherit; } section { scroll-margin-top: 3rem; }
code, pre { font: .86em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--wash); padding: .6rem .8rem; border-radius: .4rem; white-space: pre-wrap; margin: .4rem 0; }
.failure { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: .4rem; padding: .9rem 1.1rem; margin: 0 0 1rem; }
.id { margin: 0; } .why { margin: .5rem 0; padding-left: 1.2rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .5rem 0; } dt { color: var(--soft); } dd { margin: 0; }
blockquote { margin: .4rem 0; padding: .3rem .8rem; border-left: 3px solid var(--line); background: var(--wash); overflow-wrap: anywhere; }
cite { font-style: normal; font-size: .86em; white-space: nowrap; } .alone { margin: .4rem 0 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .3rem .55rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.counts { width: auto; } .counts td { text-align: right; } .none { color: var(--soft); }
.matrix { width: auto; } .matrix td { text-align: center; border: 2px solid var(--paper); border-radius: .4rem; padding: .35rem .5rem; white-space: nowrap; }
.matrix thead th { vertical-align: bottom; border: 0; font-weight: 500; }
.matrix thead span { writing-mode: vertical-rl; transform: rotate(180deg); display: inline-block; white-space: nowrap; }
 .matrix th[scope=row] { border: 0; font-weight: 500; white-space: nowrap; }
.matrix a { text-decoration: none; } .matrix td[data-part] { outline: 1px dashed var(--open); outline-offset: -3px; }
details { margin: .4rem 0; } summary { cursor: pointer; } .facts td:first-child, .cases td:first-child { width: 1.5rem; font-weight: 700; }
tr.ok td:first-child { color: var(--ok); } tr.bad td:first-child { color: var(--bad); } tr.open td:first-child { color: var(--open); }
.facts td:nth-child(2), .facts td:nth-child(4) { white-space: nowrap; }
.cases b { font-weight: 500; } .cases code { color: var(--soft); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: .75rem; }
input, select, button { font: inherit; color: inherit; background: var(--wash); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .6rem; }
input[type=search] { flex: 1 1 16rem; } #silent span { color: var(--soft); } main { padding-bottom: 4rem; }
:focus-visible { outline: 2px solid var(--ok); outline-offset: 2px; }
@media (max-width: 40rem) { .cases td:last-child, .cases th:last-child { display: none; } }
@media print { nav, .filters { display: none; } body { font-size: 10pt; } .failure { break-inside: avoid; } a { text-decoration: none; } }
"""

SCRIPT = """
"use strict";
const form = document.querySelector(".filters");
const rows = [...document.querySelectorAll(".cases tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
function show() {
  const wanted = Object.fromEntries(new FormData(form));
  const text = wanted.text.toLowerCase().trim();
  let count = 0;
  for (const [row, words] of rows) {
    const fits = ["status", "operation", "kind"].every((name) => !wanted[name] || row.dataset[name] === wanted[name]);
    row.hidden = !(fits && words.includes(text));
    count += row.hidden ? 0 : 1;
  }
  form.querySelector("output").textContent = `${count} of ${rows.length} cases`;
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
document.querySelectorAll(".matrix a").forEach((link) => link.addEventListener("click", () => {
  form.reset();
  form.elements.operation.value = link.dataset.operation;
  form.elements.kind.value = link.dataset.kind;
  setTimeout(show);
}));
show();
"""
