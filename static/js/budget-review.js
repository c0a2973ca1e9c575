// The review of a round by keyboard. Nothing is saved before one goes on or presses »Gem«; until then it is kept in the
// browser, and found again.
(() => {
  "use strict";
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const { keep, kept, forget } = window.chefforum;
  const { person, key } = form.dataset;
  const on = document.querySelector("[data-keys]");
  const STORED = "chefforum.taster";
  try { on.checked = localStorage.getItem(STORED) !== "nej"; } catch { /* as the page says */ }
  on.addEventListener("change", () => { try { localStorage.setItem(STORED, on.checked ? "ja" : "nej"); } catch { /* for this page alone */ } });

  const values = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "til" && !name.startsWith("var_")));
  const boxes = () => [...form.querySelectorAll("input[type=checkbox]")];
  const all = () => ({ ...Object.fromEntries(boxes().map((box) => [box.name, ""])), ...values() });
  const start = JSON.stringify(all());
  let going = false;
  const dirty = () => JSON.stringify(all()) !== start;

  // What was kept is let go when the server says that it was saved (»gemt« in the address), not when it was sent.
  const LAST = "chefforum.gennemgang";
  const remember = (value) => { try { if (value) sessionStorage.setItem(LAST, value); else sessionStorage.removeItem(LAST); } catch { /* kept until it is seen again */ } };
  const address = new URL(location.href);
  if (address.searchParams.has("gemt")) {
    try { const sent = sessionStorage.getItem(LAST); if (sent) forget(person, sent); } catch { /* as above */ }
    remember("");
    address.searchParams.delete("gemt");
    history.replaceState(null, "", address);
  }

  const before = () => Object.fromEntries([...form.elements].filter((field) => field.name.startsWith("var_")).map((field) => [field.name, field.value]));
  const save = () => keep(person, key, { values: all(), was: before() });
  const old = kept(person, key);
  if (old?.values) {
    for (const [name, text] of Object.entries(old.values)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = text !== ""; else field.value = text;
    }
    // As the person saw it: where another has changed a field since, the server lays the words aside and says so.
    for (const [name, text] of Object.entries(old.was || {})) if (form.elements[name]) form.elements[name].value = text;
    if (dirty()) form.querySelector("[data-restored]").hidden = false; else forget(person, key);
  }
  form.addEventListener("input", () => { if (dirty()) save(); else forget(person, key); });
  form.addEventListener("submit", () => { going = true; remember(key); });
  addEventListener("beforeunload", (event) => { if (!going && dirty()) event.preventDefault(); });

  // Going to a number takes what was changed along.
  const jump = document.querySelector("[data-jump]");
  jump.form.addEventListener("submit", (event) => {
    if (!dirty()) return;
    event.preventDefault();
    form.elements.til.value = jump.value;
    form.requestSubmit();
  });
  document.querySelectorAll(".rv-list a").forEach((link) => link.addEventListener("click", (event) => {
    if (!dirty() || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.elements.til.value = new URL(link.href).searchParams.get("nr");
    form.requestSubmit();
  }));
  document.querySelector(".rv-list [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  const light = (code) => {
    const pick = form.querySelector(`[name=light][data-key="${code}"]`);
    pick.checked = true;
    pick.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const verbs = {
    n: () => form.requestSubmit(form.querySelector("[data-next]")),
    f: () => { const back = form.querySelector("[data-previous]"); if (!back.disabled) form.requestSubmit(back); },
    g: () => { jump.focus(); jump.select(); },
    b: () => form.elements.begrundelse.focus(),
    o: () => form.elements.carry.focus(),
    t: () => form.elements.public_text?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "s") { event.preventDefault(); form.requestSubmit(form.querySelector("[name=bliv]")); return; }
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (field) {
      if (event.key === "Escape") { field.blur(); event.preventDefault(); }
      return;
    }
    if ("1230".includes(event.key) && event.key.length === 1) { light(event.key); event.preventDefault(); return; }
    const verb = verbs[event.key.toLowerCase()];
    if (verb) { verb(); event.preventDefault(); }
  });
})();
