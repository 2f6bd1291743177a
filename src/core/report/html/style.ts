/** The page's only style. Its hash (SHA-256, base64) is what the page allows: nothing else can style it. */
export const STYLE = `
:root {
  --ground: #fff; --raised: #f6f8fa; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --link: #0550ae;
  --added: #dafbe1; --added-edge: #aceebb; --removed: #ffebe9; --removed-edge: #ffcecb; --mark: #f5d000;
  --blocks: #b3261e; --blocks-ground: #ffe9e7; --consider: #8a5a00; --consider-ground: #fff4d6; --watched: #59636e; --watched-ground: #eef1f4;
  --passed: #116329; --passed-ground: #dafbe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --raised: #151b23; --ink: #e6edf3; --quiet: #9198a1; --line: #30363d; --link: #79b8ff;
    --added: #12261e; --added-edge: #1c4428; --removed: #25171c; --removed-edge: #542426; --mark: #bb8009;
    --blocks: #ff8f86; --blocks-ground: #3c1618; --consider: #e6b450; --consider-ground: #2e2410; --watched: #9198a1; --watched-ground: #21262d;
    --passed: #6fdd8b; --passed-ground: #12261e;
  }
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); }
body { margin: 0; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 72px; }
h1 { margin: 0; font-size: 26px; line-height: 1.25; font-weight: 600; text-wrap: balance; }
h2 { margin: 40px 0 12px; font-size: 16px; font-weight: 600; }
h3 { margin: 0; font-size: 15px; line-height: 1.45; font-weight: 600; }
h4 { margin: 0; padding: 6px 12px; font-size: 12px; font-weight: 500; color: var(--quiet); border-bottom: 1px solid var(--line); }
p { margin: 0; }
a { color: var(--link); text-decoration: none; overflow-wrap: anywhere; }
a:hover, a:focus-visible { text-decoration: underline; }
code, pre, .code, .number, .sign, .path { font: 12.5px/1.6 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
code { padding: 1px 5px; border-radius: 5px; background: var(--watched-ground); font-size: 0.88em; overflow-wrap: anywhere; }
.eyebrow { margin-bottom: 6px; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.check { padding-left: 16px; border-left: 4px solid var(--watched); }
.check.failure { border-color: var(--blocks); }
.check.neutral { border-color: var(--consider); }
.check.success { border-color: var(--passed); }
.state { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.weight { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 12px; line-height: 20px; font-weight: 500; white-space: nowrap; color: var(--watched); background: var(--watched-ground); vertical-align: 1px; }
.weight.enforce { color: var(--blocks); background: var(--blocks-ground); }
.weight.advise { color: var(--consider); background: var(--consider-ground); }
.quiet, .place, .status, .from { color: var(--quiet); font-size: 13px; }
.place { overflow-wrap: anywhere; }
.findings + .quiet, .check + .quiet { margin-top: 16px; }
table { border-collapse: collapse; width: 100%; }
.findings { margin-top: 24px; table-layout: fixed; font-size: 14px; }
.findings th { padding: 0 12px 6px 0; text-align: left; font-weight: 500; font-size: 12px; color: var(--quiet); }
.findings td { padding: 9px 12px 9px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.findings td:first-child, .findings th:first-child { width: 104px; }
.findings td:nth-child(3), .findings th:nth-child(3) { width: 34%; }
.findings td:nth-child(4), .findings th:nth-child(4) { width: 22%; }
.findings td:first-child { white-space: nowrap; overflow-wrap: normal; }
.findings tr > :last-child { padding-right: 0; }
.list { margin: 0; padding: 0; list-style: none; font-size: 14px; }
.list li { padding: 7px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.list li:first-child { border-top: 0; }
.file { margin: 0 0 16px; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.file > summary { padding: 9px 12px; background: var(--raised); cursor: pointer; overflow-wrap: anywhere; }
.file[open] > summary { border-bottom: 1px solid var(--line); }
.file:not([open]) + .file:not([open]) { margin-top: -8px; }
.file > .quiet { padding: 12px; }
.file > .card { margin: 12px; }
.file > table { table-layout: fixed; }
.file td { padding: 0; vertical-align: top; }
.file col.number { width: 44px; }
.file col.sign { width: 22px; }
.file .number { padding: 0 8px 0 0; text-align: right; color: var(--quiet); user-select: none; font-variant-numeric: tabular-nums; }
.file .sign { text-align: center; color: var(--quiet); user-select: none; }
.file .code { padding-right: 12px; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.added td { background: var(--added); }
.removed td { background: var(--removed); }
.added .number, .added .sign { background: var(--added-edge); color: var(--ink); }
.removed .number, .removed .sign { background: var(--removed-edge); color: var(--ink); }
.added .sign { background: var(--added); }
.removed .sign { background: var(--removed); }
.file tr:last-child td { border-bottom: 0; }
.gap td { text-align: center; color: var(--quiet); background: var(--raised); line-height: 22px; }
mark { background: none; color: inherit; text-decoration: underline 2px var(--mark); text-underline-offset: 3px; text-decoration-skip-ink: none; }
.cards td { padding: 12px; background: var(--raised); border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.card { max-width: 780px; padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); scroll-margin-top: 24px; }
.card + .card { margin-top: 10px; }
.card:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.card p { margin-top: 4px; overflow-wrap: anywhere; }
.card h3 { overflow-wrap: anywhere; }
.card ul { margin: 8px 0 0; padding-left: 20px; font-size: 14px; }
.card footer { margin-top: 10px; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.card footer strong { font-weight: 600; color: var(--ink); }
.suggestion { margin-top: 10px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.suggestion pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
del, ins { display: block; padding: 0 12px 0 30px; text-indent: -18px; text-decoration: none; min-height: 20px; }
del { background: var(--removed); }
ins { background: var(--added); }
del::before { content: "-"; display: inline-block; width: 18px; text-indent: 0; color: var(--quiet); }
ins::before { content: "+"; display: inline-block; width: 18px; text-indent: 0; color: var(--quiet); }
.uncounted { margin-top: 16px; padding-top: 14px; border-top: 1px solid var(--line); }
.uncounted > summary { cursor: pointer; color: var(--quiet); font-size: 14px; }
.uncounted .list { margin-top: 6px; padding-left: 16px; }
@media (max-width: 640px) {
  main { padding: 24px 12px 48px; }
  h1 { font-size: 21px; }
  .findings thead { display: none; }
  .findings tr { display: block; padding: 10px 0; border-top: 1px solid var(--line); }
  .findings td:nth-child(n) { display: block; width: auto; padding: 1px 0; border: 0; }
  .file col.number { width: 30px; }
  .file col.sign { width: 16px; }
  .file .number { padding-right: 5px; font-size: 11px; }
  .cards td { padding: 8px; }
  .card { padding: 12px; }
}
@media print {
  :root {
    --ground: #fff; --raised: #f6f8fa; --ink: #000; --quiet: #444; --line: #bbb; --link: #000;
    --added: #e6f6ea; --added-edge: #cdebd5; --removed: #fdeceb; --removed-edge: #f6d5d3; --watched-ground: #eee;
    --blocks: #b3261e; --blocks-ground: #ffe9e7; --consider: #6b4600; --consider-ground: #fff4d6; --watched: #444;
  }
  html { color-scheme: light; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .card, .findings tr, .suggestion { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

export const STYLE_HASH = 'ZBM2RlTj6ZWxYdZgG7+H5nKfXga0Ry1jgx6MUVEfK+A=';
