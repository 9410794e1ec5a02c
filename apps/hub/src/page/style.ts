/** The one style sheet of the hub's pages: paper, ink, one teal; light and dark as the browser prefers. */
export const style = `
:root{color-scheme:light;--paper:#f6f7f5;--surface:#fff;--sunk:#eff2f0;--ink:#15201f;--muted:#586664;--line:#e1e6e3;--accent:#0a6b6b;--accent-soft:#e2f0ee;--warn:#8a5200;--warn-soft:#fdf1dc;--bad:#9d2b20;--bad-soft:#fbe9e6}
@media(prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#0d1312;--surface:#141c1b;--sunk:#101716;--ink:#e6edeb;--muted:#96a5a2;--line:#243230;--accent:#55c5bd;--accent-soft:#153331;--warn:#f0bd6a;--warn-soft:#33270f;--bad:#f29a8e;--bad-soft:#3a1b17}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:450 14px/1.5 "Inter Variable",Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
a{color:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
main{max-width:1160px;margin:0 auto;padding:28px 32px 64px}
.brand{color:var(--accent);font-weight:620;letter-spacing:-.01em}
h1{font-size:28px;line-height:1.15;letter-spacing:-.02em;font-weight:650;margin:6px 0 0;overflow-wrap:anywhere}
h2{font-size:17px;letter-spacing:-.01em;font-weight:620;margin:34px 0 12px}
.lede{margin:6px 0 0;color:var(--muted)}
.lede b{color:var(--ink);font-weight:620}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:14px 28px;margin:22px 0 0;padding:18px 22px;background:var(--surface);border:1px solid var(--line);border-radius:14px}
dt{font-size:12px;font-weight:550;color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
dd.none{color:var(--muted)}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(168px,1fr));gap:18px 14px;margin:0;padding:0;list-style:none}
.tile{display:flex;aspect-ratio:3/2;border-radius:8px;overflow:hidden;background:var(--sunk);text-decoration:none;align-items:center;justify-content:center}
.tile img{width:100%;height:100%;object-fit:cover;display:block}
.tile:not(a){border:1px solid var(--line)}
.tile p{margin:0;padding:12px;text-align:center;font-size:12.5px;color:var(--muted)}
.tile.damaged{background:var(--bad-soft)}.tile.damaged p{color:var(--bad)}
.tile.different{background:var(--warn-soft)}.tile.different p{color:var(--warn)}
.name{margin:6px 0 0;font-size:12.5px;font-weight:550;overflow-wrap:anywhere}
.small{margin:0;font-size:12px;color:var(--muted)}
.whole{white-space:nowrap}
@media(max-width:600px){main{padding:20px 16px 48px}.grid{grid-template-columns:repeat(2,minmax(0,1fr));gap:16px 10px}dl{grid-template-columns:repeat(2,minmax(0,1fr));padding:14px 16px;gap:12px 16px}}
`;
