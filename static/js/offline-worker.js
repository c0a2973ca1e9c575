// Answers for the network when it is gone: with the papers of the meetings that the person has picked, and nothing else.
// Whose session it is stands in a note that offline.js keeps and that the page for logging in takes away. Without the
// note, and of anybody else, nothing is shown. This script itself keeps nothing.
"use strict";
const MEETINGS = "chefforum.moede.";
const STATIC = "chefforum.statisk";
const WHO = "chefforum.hvem";
const NOTE = "/moede-paa-enheden";
const PATIENCE = 5000; // ms before a page that is kept here is shown in place of one that does not come
const LONGEST = 14 * 24 * 60 * 60 * 1000; // ms without contact after which a copy is taken away

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The number of the person whose pages may be shown, or an empty text. */
const person = async () => {
  if (!(await caches.has(WHO))) return "";
  const note = await (await caches.open(WHO)).match(WHO);
  return note ? note.text() : "";
};

/** The caches of this person's meetings; one that has been out of contact for too long is taken away. */
const shelves = async () => {
  const who = await person();
  const found = [];
  if (!who) return found;
  for (const name of (await caches.keys()).filter((one) => one.startsWith(`${MEETINGS}${who}.`))) {
    const cache = await caches.open(name);
    const note = await (await cache.match(NOTE))?.json();
    if (note && Date.now() - note.contact < LONGEST) found.push({ cache, note });
    else if (!name.endsWith(".ny")) await caches.delete(name);
  }
  return found;
};

const kept = async (request) => {
  for (const { cache } of await shelves()) {
    const found = await cache.match(request, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
};

const nothing = async () => {
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const rows = await shelves();
  const list = rows.map(({ note }) => `<li><a href="${escape(note.first)}">${escape(note.title)}</a></li>`).join("");
  const body = `<!doctype html><html lang="da"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Uden net · Chefforum</title></head>
<body><main><h1>Du er uden net</h1><p>Siden ligger ikke på denne enhed.</p>
${list ? `<h2>Det kan du læse</h2><ul>${list}</ul>` : "<p>Du har ikke gemt nogen møder på enheden.</p>"}
</main></body></html>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
};

const styled = async (request) => {
  try {
    const answer = await fetch(request);
    if (answer.ok && (await caches.has(STATIC))) await (await caches.open(STATIC)).put(request, answer.clone());
    return answer;
  } catch (error) {
    const found = (await caches.has(STATIC)) && (await (await caches.open(STATIC)).match(request, { ignoreVary: true }));
    if (found) return found;
    throw error;
  }
};

const read = async (request, page) => {
  const here = await kept(request);
  try {
    if (!here) return await fetch(request);
    const late = new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });
    return await Promise.race([fetch(request), late]);
  } catch (error) {
    if (here) return here;
    if (page) return nothing();
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // What is asked for in order to be kept is never answered from what is kept.
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("X-Offline")) return;
  event.respondWith(url.pathname.startsWith("/static/") ? styled(request) : read(request, request.mode === "navigate"));
});
