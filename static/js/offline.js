// Meetings a person has picked to read without a network. They lie in the browser as they are, not encrypted, under the
// person's number; whoever else logs in here finds nothing of them, and logging out takes all of it away.
(() => {
  "use strict";
  const person = document.body.dataset.person;
  const MEETINGS = "chefforum.moede.";
  const STATIC = "chefforum.statisk";
  const NOTE = "/moede-paa-enheden";
  const TEXT = "chefforum.text.";
  const able = "serviceWorker" in navigator && "caches" in window;
  const nameOf = (meeting) => `${MEETINGS}${person}.${meeting}`;

  const strip = () => {
    const old = document.querySelector("[data-offline-strip]");
    if (navigator.onLine) { old?.remove(); return; }
    if (old) return;
    const line = document.createElement("div");
    line.className = "offline";
    line.setAttribute("role", "status");
    line.dataset.offlineStrip = "";
    line.textContent = "Du er uden net. De møder, du har gemt på enheden, kan læses, og dine noter sendes, når du er på igen.";
    document.body.prepend(line);
  };
  addEventListener("online", strip);
  addEventListener("offline", strip);
  strip();

  // ---- Logging out -------------------------------------------------------------------------------------------
  const LEFT = "chefforum.logud";
  const stored = (starts) => { try { return Object.keys(localStorage).filter((key) => starts.some((start) => key.startsWith(start))); } catch { return []; } };
  const forgetAll = async () => {
    if (!able) return;
    for (const name of await caches.keys()) if (name.startsWith("chefforum.")) await caches.delete(name);
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  };
  // Whose pages the worker may show. Nobody's from the moment somebody has to log in; a page of an error says nothing.
  const WHO = "chefforum.hvem";
  const tellWho = async () => {
    if (!able) return;
    if (person) await (await caches.open(WHO)).put(WHO, new Response(person));
    else if (document.querySelector('input[name="password"]')) await caches.delete(WHO);
  };
  const told = tellWho().catch(() => {});
  // Somebody has just logged out, by whatever door.
  if (!person) { if ("left" in document.body.dataset) forgetAll(); return; }
  let leaving = false;
  const door = document.querySelector("[data-logout]");
  const mark = (value) => { try { if (value) localStorage.setItem(LEFT, value); else localStorage.removeItem(LEFT); } catch { /* no room */ } };
  const leave = async () => {
    // Without a network the house cannot be told; the browser goes on with it when there is one.
    if (!navigator.onLine) {
      [...document.body.children].forEach((part) => { part.hidden = true; });
      document.body.append(Object.assign(document.createElement("p"), { className: "pad", textContent: "Alt er fjernet fra enheden. Du bliver logget helt ud, når der er net igen." }));
      return;
    }
    mark("");
    door.submit();
  };
  door?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (stored([`${TEXT}${person}.`]).length && !confirm("Der ligger tekst i browseren, som ikke er sendt. Logger du ud nu, bliver den slettet.")) return;
    leaving = true;
    stored([`${TEXT}${person}.`, `chefforum.plads.${person}.`]).forEach((key) => localStorage.removeItem(key));
    mark(person);
    try { await forgetAll(); } finally { await leave(); }
  });
  addEventListener("online", () => { if (leaving) leave(); });
  try { if (localStorage.getItem(LEFT) === person && door) { leaving = true; forgetAll().finally(leave); return; } } catch { /* nothing kept */ }
  if (!able) return;

  // ---- Keeping -----------------------------------------------------------------------------------------------
  const asked = { headers: { "X-Offline": "1" }, redirect: "error", credentials: "same-origin" };
  const list = async (url) => {
    const answer = await fetch(url, asked);
    if (answer.status === 404 || answer.status === 403) return null;
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  /** Fetch all that belongs to a meeting into a cache that takes the old one's place when it is whole. */
  const keep = async (url, tell) => {
    const wanted = await list(url);
    if (leaving) throw new Error("leaving");
    const name = nameOf(wanted.meeting);
    const fresh = await caches.open(`${name}.ny`);
    let done = 0;
    let size = 0;
    const todo = [...wanted.urls];
    const one = async () => {
      for (let address = todo.shift(); address; address = todo.shift()) {
        const answer = await fetch(address, asked);
        if (!answer.ok) throw new Error(`${answer.status} ${address}`);
        const body = await answer.blob();
        if (leaving) throw new Error("leaving");
        size += body.size;
        await fresh.put(address, new Response(body, { headers: { "Content-Type": answer.headers.get("Content-Type") || "", "Content-Security-Policy": answer.headers.get("Content-Security-Policy") || "" } }));
        done += 1;
        tell?.(done, wanted.urls.length);
      }
    };
    try {
      await Promise.all([one(), one(), one()]);
      const files = [...document.querySelectorAll('link[rel="stylesheet"], script[src]')].map((part) => part.href || part.src);
      const used = performance.getEntriesByType("resource").map((entry) => entry.name);
      const house = [...new Set([...files, ...used, ...wanted.styles.map((path) => new URL(path, location.href).href)])].filter((path) => new URL(path).pathname.startsWith("/static/"));
      const styles = await caches.open(STATIC);
      await Promise.all(house.map(async (path) => { const answer = await fetch(path); if (answer.ok) await styles.put(path, answer); }));
      if (leaving) throw new Error("leaving");
      await caches.delete(name);
      const kept = await caches.open(name);
      for (const request of await fresh.keys()) await kept.put(request, await fresh.match(request));
      await kept.put(NOTE, new Response(JSON.stringify({ title: wanted.title, first: wanted.first, list: url, fingerprint: wanted.fingerprint, count: wanted.urls.length, size, contact: Date.now() }), { headers: { "Content-Type": "application/json" } }));
    } finally {
      await caches.delete(`${name}.ny`);
    }
    return { count: wanted.urls.length, size };
  };
  /** Take away at once what may no longer be read, and with it the pages, whose contents name it. */
  const shed = async (name, urls) => {
    const had = await caches.open(name);
    const still = new Set([...urls, NOTE]);
    const all = (await had.keys()).map((request) => new URL(request.url).pathname);
    if (all.every((path) => still.has(path))) return;
    await Promise.all(all.filter((path) => !still.has(path) || path.includes("/laes/")).map((path) => had.delete(path)));
  };
  const noteOf = async (name) => { const found = await (await caches.open(name)).match(NOTE); return found ? found.json() : null; };
  const mine = async () => (await caches.keys()).filter((name) => name.startsWith(`${MEETINGS}${person}.`));

  // ---- The box on a meeting's page ---------------------------------------------------------------------------
  const box = document.querySelector("[data-offline]");
  const megabytes = (size) => `${(size / 1048576).toFixed(1).replace(".", ",")} MB`;
  const show = async () => {
    if (!box) return;
    const has = (await caches.has(nameOf(box.dataset.meeting))) ? await noteOf(nameOf(box.dataset.meeting)) : null;
    box.querySelector("[data-keep]").hidden = Boolean(has);
    box.querySelector("[data-forget]").hidden = !has;
    box.querySelector("[data-state]").textContent = has ? `Ligger på denne enhed, ${megabytes(has.size)}.` : "";
    box.hidden = false;
  };
  box?.addEventListener("click", async (event) => {
    const state = box.querySelector("[data-state]");
    const button = event.target.closest("button");
    if (!button) return;
    button.disabled = true;
    try {
      if (button.hasAttribute("data-keep")) {
        await navigator.serviceWorker.register("/uden-net.js", { scope: "/" });
        await navigator.serviceWorker.ready;
        await keep(box.dataset.offline, (done, all) => { state.textContent = `Henter ${done} af ${all} …`; });
      } else {
        await caches.delete(nameOf(box.dataset.meeting));
        if (!(await mine()).length) await forgetAll();
      }
      await show();
    } catch {
      state.textContent = "Mødet kunne ikke gemmes. Der er ikke gemt noget. Prøv igen, når du har net.";
    }
    button.disabled = false;
  });

  // ---- Keeping in step, and keeping apart --------------------------------------------------------------------
  const care = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(MEETINGS) && !name.startsWith(`${MEETINGS}${person}.`)) await caches.delete(name);
    }
    if (!navigator.onLine) return;
    for (const name of await mine()) {
      const note = await noteOf(name);
      if (!note) { await caches.delete(name); continue; }
      try {
        const now = await list(note.list);
        if (!now || !now.urls.length) await caches.delete(name);
        else if (now.fingerprint !== note.fingerprint) { await shed(name, now.urls); await keep(note.list); }
        else {
          const contact = new Response(JSON.stringify({ ...note, contact: Date.now() }), { headers: { "Content-Type": "application/json" } });
          await (await caches.open(name)).put(NOTE, contact);
        }
      } catch { /* as it was; tried again on the next page */ }
    }
  };
  told.then(care).then(show, () => {});

})();
