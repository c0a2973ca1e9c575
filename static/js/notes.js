// Highlights and notes. What is marked is sent with a little of what stands around it, so that it is found again in a
// newer text. Without a network a note waits in the browser, under the person's number, and is sent when it is back.
(() => {
  "use strict";
  const house = document.querySelector("[data-notes]");
  if (!house) return;
  const { person, item } = house.dataset;
  const PREFIX = `chefforum.text.${person}.note.`;
  const SENT = `chefforum.noter.${person}`;
  const AROUND = 60;
  const form = house.querySelector("[data-note-form]");
  const quoted = form.querySelector("[data-quoted]");
  const free = form.querySelector("[data-note-free]");
  const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  // ---- What is marked ----------------------------------------------------------------------------------------
  const fold = (text) => text.replace(/\s+/g, " ");
  const upTo = (box, range) => { const before = document.createRange(); before.selectNodeContents(box); before.setEnd(range.startContainer, range.startOffset); return fold(before.toString()); };
  const from = (box, range) => { const after = document.createRange(); after.selectNodeContents(box); after.setStart(range.endContainer, range.endOffset); return fold(after.toString()); };
  /** The words that are marked, in one part of the text or on one page of an attachment; null where there are none. */
  const marked = () => {
    const selection = getSelection();
    const quote = fold(selection.toString()).trim();
    if (!quote || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const start = range.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range.startContainer.parentElement;
    const box = start.closest("[data-part], .pdf[data-attachment] .words");
    if (!box) return null;
    const page = box.closest(".pdf");
    return {
      quote: quote.slice(0, 1000), before: upTo(box, range).slice(-AROUND), after: from(box, range).slice(0, AROUND),
      heading: page ? "" : box.dataset.part, attachment: page?.dataset.attachment || "", sha256: page?.dataset.sha256 || "",
      page: page?.dataset.page || "", rect: range.getBoundingClientRect(),
    };
  };

  // ---- Sending, now or later ---------------------------------------------------------------------------------
  const waiting = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).sort(); } catch { return []; }
  };
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const list = house.querySelector("[data-waiting]");
  const show = () => {
    list.replaceChildren(...waiting().map(read).filter((note) => note && note.item === item).map((note) => {
      const row = document.createElement("li");
      row.className = "pnote waiting";
      if (note.values.quote) { const words = document.createElement("blockquote"); words.textContent = `»${note.values.quote}«`; row.append(words); }
      if (note.values.text) { const text = document.createElement("p"); text.textContent = note.values.text; row.append(text); }
      const state = document.createElement("small");
      state.textContent = note.fault || "Ligger i browseren og sendes, når der er net igen.";
      row.append(state);
      return row;
    }));
  };
  let sending = false;
  /** Send what waits, of whatever point, the oldest first; answers whether any of this point arrived. */
  const send = async () => {
    if (sending) return false;
    sending = true;
    let arrived = false;
    for (const key of waiting()) {
      const note = read(key);
      if (!note) continue;
      let status = 0;
      let fault = "";
      try {
        const answer = await fetch(note.url, {
          method: "POST", body: new URLSearchParams(note.values), redirect: "error",
          headers: { "X-CSRFToken": cookie("csrftoken"), "X-Autosave": person },
        });
        status = answer.status;
        if (status === 422 || status === 409) fault = (await answer.json()).error || "";
      } catch { break; }
      if (status === 200) { localStorage.removeItem(key); sessionStorage.setItem(SENT, Date.now()); arrived ||= note.item === item; continue; }
      if (status === 401) { note.fault = "Du er logget ud. Noten ligger i browseren og sendes, når du er logget ind igen."; }
      else if (status === 404 || status === 403) { note.fault = "Du kan ikke længere læse punktet. Noten ligger kun i browseren."; }
      else note.fault = fault || "Noten kunne ikke sendes. Den ligger i browseren.";
      try { localStorage.setItem(key, JSON.stringify(note)); } catch { /* it is still as it was */ }
      if (status === 401 || status >= 500) break;
    }
    sending = false;
    show();
    return arrived;
  };
  const renew = async () => {
    // The page anew, without losing the place; offline there is nothing newer to show.
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
      const notes = page.querySelector("[data-notes] > .note-list");
      const text = page.querySelector(".r-in .prose:not(.diff)");
      // A note that is being changed here is left alone, with all the list.
      const busy = [...house.querySelectorAll(".note-list textarea")].some((one) => one.value !== one.defaultValue);
      if (busy) return;
      if (notes) house.querySelector(":scope > .note-list").replaceWith(notes);
      const head = page.querySelector("[data-notes] > .sec-head");
      if (head) house.querySelector(":scope > .sec-head").replaceWith(head);
      if (text) document.querySelector(".r-in .prose:not(.diff)").replaceWith(text);
      const shown = document.querySelector("#bilag [data-page]");
      if (shown && window.htmx) window.htmx.ajax("GET", shown.dataset.here, { target: "#bilag", swap: "innerHTML" });
    } catch { /* the note is saved; the page shows it next time */ }
  };
  const put = async (url, values, key) => {
    try { localStorage.setItem(`${PREFIX}${Date.now()}.${key}`, JSON.stringify({ item, url, values })); } catch { return false; }
    if (await send()) await renew();
    return true;
  };
  const keep = async (values) => {
    const key = crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
    return put(house.dataset.send, { ...values, key }, key);
  };

  // ---- The buttons over what is marked -----------------------------------------------------------------------
  const bar = document.createElement("div");
  bar.className = "mark-bar";
  bar.hidden = true;
  bar.innerHTML = '<button class="btn btn-s" type="button" data-do="mark">Fremhæv</button><button class="btn btn-s" type="button" data-do="note">Skriv note</button>';
  document.body.append(bar);
  let found = null;
  document.addEventListener("selectionchange", () => {
    const now = marked();
    if (!now && bar.contains(document.activeElement)) return;
    found = now;
    bar.hidden = !found;
    if (!found) return;
    bar.style.insetBlockStart = `${Math.max(4, Math.min(innerHeight - 60, found.rect.bottom + 8))}px`;
    bar.style.insetInlineStart = `${Math.max(4, Math.min(innerWidth - 230, found.rect.left))}px`;
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  const about = ({ quote, before, after, heading, attachment, sha256, page }) => ({ quote, before, after, heading, attachment, sha256, page });
  const fill = (values) => {
    for (const name of ["quote", "before", "after", "heading", "attachment", "sha256", "page"]) form.elements[name].value = values[name] || "";
    const where = values.page ? `Side ${values.page}` : "";
    quoted.textContent = values.quote ? `»${values.quote}«` : where;
    quoted.hidden = !quoted.textContent;
    free.hidden = quoted.hidden;
  };
  bar.addEventListener("click", async (event) => {
    const what = event.target.dataset.do;
    if (!what || !found) return;
    const values = about(found);
    bar.hidden = true;
    getSelection().removeAllRanges();
    if (what === "mark") { await keep({ ...values, text: "" }); return; }
    fill(values);
    form.scrollIntoView({ block: "center" });
    form.elements.text.focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-note-page]");
    if (!button) return;
    const { attachment, sha256, page } = button.closest(".pdf").dataset;
    fill({ attachment, sha256, page });
    form.scrollIntoView({ block: "center" });
    form.elements.text.focus();
  });
  free.addEventListener("click", () => fill({}));

  // ---- The form ----------------------------------------------------------------------------------------------
  const DRAFT = `chefforum.text.${person}.notekladde.${item}`;
  const remember = () => { try { if (form.elements.text.value) localStorage.setItem(DRAFT, JSON.stringify({ text: form.elements.text.value, at: Date.now() })); else localStorage.removeItem(DRAFT); } catch { /* no room */ } };
  form.addEventListener("input", remember);
  try { form.elements.text.value ||= JSON.parse(localStorage.getItem(DRAFT))?.text || ""; } catch { /* no draft */ }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    delete values.csrfmiddlewaretoken;
    if (!values.text.trim() && !values.quote) { form.elements.text.focus(); return; }
    // Emptied before it is sent: it lies in the browser from now on, and the next note can be begun.
    const speaking = form.elements.speaking.checked;
    form.elements.text.value = "";
    form.elements.speaking.checked = false;
    fill({});
    if (!(await keep(values))) {
      fill(values);
      form.elements.text.value = values.text;
      form.elements.speaking.checked = speaking;
      form.submit();
      return;
    }
    remember();
    document.getElementById("besked").textContent = waiting().length ? "Noten ligger i browseren." : "Noten er gemt.";
  });

  // A note that is changed without a network waits as a new one does.
  house.addEventListener("submit", async (event) => {
    const change = event.target;
    if (!change.matches("[data-note-change]") || navigator.onLine) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(change));
    delete values.csrfmiddlewaretoken;
    if (!(await put(change.getAttribute("action"), values, `ret${values.version}`))) return;
    change.querySelectorAll("textarea").forEach((one) => { one.defaultValue = one.value; });
    change.closest("details").open = false;
    document.getElementById("besked").textContent = "Noten ligger i browseren.";
  });

  show();
  addEventListener("online", async () => { if (await send()) renew(); });
  // The page before this one may have sent a note after this one was made.
  const late = Date.now() - Number(sessionStorage.getItem(SENT)) < 10000;
  send().then((arrived) => { if (arrived || late) renew(); });
})();
