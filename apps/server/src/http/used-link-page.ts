/** What a browser sees whose sign-in link is no longer good: paper, ink and one teal, light and dark. */
import { html } from "hono/html";

const style = `
:root{color-scheme:light;--paper:#f6f7f5;--surface:#fff;--sunk:#eff2f0;--ink:#15201f;--muted:#586664;--line:#e1e6e3;--accent:#0a6b6b}
@media(prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#0d1312;--surface:#141c1b;--sunk:#101716;--ink:#e6edeb;--muted:#96a5a2;--line:#243230;--accent:#55c5bd}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:450 14px/1.5 "Inter Variable",Inter,system-ui,sans-serif}
main{max-width:38rem;margin:16vh auto 0;padding:0 20px}
.brand{color:var(--accent);font-weight:650;font-size:16px;letter-spacing:-.01em}
h1{font-size:28px;line-height:1.15;letter-spacing:-.02em;font-weight:650;margin:6px 0 0}
p{margin:6px 0 0;color:var(--muted)}
section{margin-top:22px;padding:18px 22px;background:var(--surface);border:1px solid var(--line);border-radius:14px}
section p{margin:0}
code{display:block;margin-top:8px;padding:9px 12px;border-radius:8px;background:var(--sunk);color:var(--ink);font:13px/1.6 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere;user-select:all}`;

/** @param linkCommand makes a new link */
export const usedLinkPage = (linkCommand: string) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Sign in · Landfall</title>
<link rel="icon" href="data:," />
<style>${style}</style>
</head>
<body><main>
<div class="brand">Landfall</div>
<h1>This link has been used</h1>
<p>A sign-in link works once and for ten minutes.</p>
<section><p>For a new one, run this in the folder of Landfall:</p><code>${linkCommand}</code></section>
</main></body>
</html>`;
