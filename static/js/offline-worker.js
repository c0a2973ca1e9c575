// Answers for the network when it is gone: with the papers of the meetings that a person has picked, and nothing else.
// Nothing is kept by this script itself; offline.js fills the caches and empties them.
"use strict";
const MEETINGS = "chefforum.moede.";
const STATIC = "chefforum.statisk";
const PATIENCE = 5000; // ms before a page that is kept here is shown in place of one that does not come

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => {
  for (const name of await caches.keys()) {
    if (name !== STATIC && !name.startsWith(MEETINGS)) continue;
    const found = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
};

const nothing = async () => {
  const rows = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith(MEETINGS))) {
    const note = await (await caches.open(name)).match("/moede-paa-enheden");
    if (note) rows.push(await note.json());
  }
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const list = rows.map((one) => `<li><a href="${escape(one.first)}">${escape(one.title)}</a></li>`).join("");
  const body = `<!doctype html><html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Uden net · Chefforum</title></head><body><main><h1>Du er uden net</h1><p>Siden ligger ikke på denne enhed.</p>${list ? `<h2>Det kan du læse</h2><ul>${list}</ul>` : "<p>Du har ikke gemt nogen møder på enheden.</p>"}</main></body></html>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
};

const styled = async (request) => {
  try {
    const answer = await fetch(request);
    if (answer.ok && (await caches.has(STATIC))) await (await caches.open(STATIC)).put(request, answer.clone());
    return answer;
  } catch (error) {
    const found = await kept(request);
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
