// Saving as one types. Each section is saved by itself, on the version it was written on. Until the server has
// answered, the words are kept in the browser (keeping.js); whoever saves second chooses between both texts.
(() => {
  "use strict";
  const house = document.querySelector("[data-writing]");
  if (!house) return;
  const { keep, kept, forget } = window.chefforum;
  const person = house.dataset.person;
  const REST = 900; // ms without typing before a save
  const LONGEST = 5000; // ms of typing after which it is saved all the same
  const RETRY = 4000; // ms before a save that did not get through is tried again
  const sections = new Map();
  /** The editor on a textarea; TipTap leaves it on its element. */
  const editorOf = (area) => area?.closest(".prose-editor")?.querySelector("[contenteditable]")?.editor;

  const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  /** POST a form's worth of values. Answers {status, data}; status 0 when the network is gone. */
  const post = async (url, values, extra = {}) => {
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(values),
        headers: { "X-CSRFToken": cookie("csrftoken"), "X-Autosave": person },
        redirect: "error",
        ...extra,
      });
      const json = answer.headers.get("Content-Type")?.includes("json");
      return { status: answer.status, data: json ? await answer.json() : { text: await answer.text() } };
    } catch {
      return { status: 0, data: {} };
    }
  };

  const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, "");

  const say = (element, state, words) => {
    const sign = element.closest("[data-writing]").parentElement.querySelector("[data-saved]");
    // The way to the login stays, and under the finger, until something has been saved again.
    if (!sign || (sign.hasAttribute("data-out") && state)) return;
    sign.removeAttribute("data-out");
    sign.classList.toggle("off", state === "off");
    sign.classList.toggle("busy", state === "busy");
    // A screen reader hears what goes wrong, and that it is right again, at most four times a minute; not every save.
    const wrong = (text) => /^Ikke|ikke sendt|logget ud|To tekster/.test(text);
    const telling = performance.now() - spoken > PAUSE && (wrong(words) || wrong(sign.textContent.trim()));
    if (telling) spoken = performance.now();
    sign.setAttribute("aria-live", telling ? "polite" : "off");
    sign.querySelector("span").textContent = words;
  };
  /** Nothing is waiting any more: a sign that still warns is calmed, one that tells when it was saved stays. */
  const calm = (element) => {
    const sign = element.closest("[data-writing]").parentElement.querySelector("[data-saved]");
    if (sign?.classList.contains("off") || sign?.classList.contains("busy")) say(element, "", "Alt er gemt");
  };
  const sayLoggedOut = (element) => {
    const sign = element.closest("[data-writing]").parentElement.querySelector("[data-saved]");
    if (!sign || sign.hasAttribute("data-out")) return;
    say(element, "off", "Du er logget ud. Teksten er gemt i browseren.");
    sign.setAttribute("data-out", "");
    const link = document.createElement("a");
    link.href = `${house.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = " Log ind igen";
    sign.querySelector("span").append(link);
  };
  /** Tell who listens, at most four times a minute: the last that there was to say. */
  const region = document.getElementById("besked");
  const PAUSE = 15000;
  let spoken = -PAUSE;
  let speaking;
  const announce = (words) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      spoken = performance.now();
      if (region) region.textContent = words;
    }, Math.max(0, spoken + PAUSE - performance.now()));
  };
  const fault = (form, words) => {
    const line = form.querySelector("[data-error]");
    line.textContent = words || "";
    line.hidden = !words;
  };

  class Section {
    constructor(form) {
      this.form = form;
      this.id = form.dataset.section;
      this.saved = this.words();
      this.changed = false; // by a person, since the last save
      this.waiting = null;
      this.sending = false;
      this.held = false; // while two texts wait for a choice
      form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
      form.addEventListener("input", () => this.touched());
      form.addEventListener("keyup", () => this.touched());
      this.begin();
    }

    /** Once its editor is there, the section knows what it said when the page came. */
    begin(tries = 0) {
      const area = this.form.elements.html;
      if (area && !editorOf(area) && tries < 250) { setTimeout(() => this.begin(tries + 1), 20); return; }
      // What the page came with is in the fields' own defaults: somebody may have typed before this script was there.
      const came = (name) => this.form.elements[name]?.defaultValue ?? "";
      const now = this.words();
      const html = textOf(now.html) === textOf(came("html")) ? now.html : came("html");
      this.saved = { html, parties: came("parties"), points: came("points") };
      this.ready = true;
      this.offer();
      if (!this.same(now, this.saved)) this.touched();
    }

    get version() { return this.form.elements.version.value; }
    set version(value) { this.form.elements.version.value = value; }

    words() {
      const of = (name) => this.form.elements[name]?.value ?? "";
      // The editor itself is asked: it hands its text to the field a moment later.
      const html = editorOf(this.form.elements.html)?.getHTML() ?? of("html");
      return { html: html === "<p></p>" ? "" : html, parties: of("parties"), points: of("points") };
    }
    set(words) {
      // What another wrote is no step of this person's to take back.
      editorOf(this.form.elements.html)?.chain().setMeta("addToHistory", false).setContent(words.html, { emitUpdate: false }).run();
      for (const name of ["html", "parties", "points"]) {
        const field = this.form.elements[name];
        if (!field) continue;
        field.value = words[name];
        field.dispatchEvent(new CustomEvent("words:set", { bubbles: true }));
      }
    }
    same(a, b) { return a.html === b.html && a.parties === b.parties && a.points === b.points; }

    touched() {
      if (!this.ready) return;
      const words = this.words();
      if (this.same(words, this.kept || this.saved)) return;
      this.changed = true;
      this.kept = words;
      this.unsafe = !keep(person, this.id, { ...words, version: this.version });
      if (this.held) return;
      say(this.form, "busy", "Gemmer …");
      this.since ||= Date.now();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.save(), Math.max(0, Math.min(REST, this.since + LONGEST - Date.now())));
    }

    async save(extra) {
      clearTimeout(this.waiting);
      if (!this.changed || this.held) return;
      if (this.sending) { this.again = true; return; }
      this.sending = true;
      this.since = 0;
      const words = this.words();
      const was = this.saved.html;
      const { status, data } = await post(this.form.action, { ...words, version: this.version, was }, extra);
      this.sending = false;
      if (status === 200) this.done(words, data);
      else if (status === 409 && data.conflict) this.choose(data, words);
      else this.failed(status, data);
      if (this.again) { this.again = false; this.save(); }
    }

    done(words, data) {
      this.version = data.version;
      this.saved = words;
      fault(this.form, "");
      if (this.same(words, this.words())) {
        this.changed = false;
        this.kept = null;
        forget(person, this.id);
        this.named(data);
        this.form.dispatchEvent(new CustomEvent("words:saved", { bubbles: true }));
      } else {
        keep(person, this.id, { ...this.words(), version: this.version });
        this.waiting = setTimeout(() => this.save(), REST);
      }
      if (!unsent() && !others.some((one) => one.blocked())) say(this.form, "", `Gemt ${data.saved}`);
    }

    /** Who recommends, by the names the server knows them by. */
    named({ parties, lead }) {
      const line = this.form.querySelector("[data-lead]");
      if (line) line.textContent = lead ? `Vises som »${lead}«` : "";
      const field = this.form.elements.parties;
      if (!field || parties === undefined || field.value === parties) return;
      field.value = parties;
      field.dispatchEvent(new CustomEvent("words:set", { bubbles: true }));
      this.saved = this.words();
    }

    failed(status, data) {
      if (status === 401) sayLoggedOut(this.form);
      else if (status === 0 || status >= 500) say(this.form, "off", "Gemt i browseren, ikke sendt");
      else {
        say(this.form, "off", "Ikke gemt");
        fault(this.form, data.error || "Teksten kan ikke gemmes lige nu. Den ligger stadig her og i browseren.");
      }
      if (status !== 422) this.waiting = setTimeout(() => this.save(), RETRY);
    }

    /** Two texts: both are shown, both are kept by the server, and the person says what stands. */
    choose(data, sent) {
      this.held = true;
      say(this.form, "off", "To tekster. Vælg nedenfor.");
      const place = this.form.querySelector("[data-conflict]");
      const before = this.version;
      place.innerHTML = data.conflict;
      // The focus stays with who writes: the next key must not press a button. The box is announced instead.
      announce("En anden har gemt i samme afsnit. Begge tekster er gemt. Vælg under teksten, hvad der skal stå.");
      let known = sent;
      place.onclick = async (event) => {
        const use = event.target.closest("[data-use]")?.dataset.use;
        if (!use || this.choosing) return;
        this.choosing = true;
        // Words typed since are kept by the server too, before they leave the page; also those typed meanwhile.
        for (let mine = this.words(); use === "theirs" && !this.same(mine, known); mine = this.words()) {
          const { status } = await post(this.form.action, { ...mine, version: before });
          if (status !== 409) {
            this.choosing = false;
            fault(this.form, "Dine sidste ord er ikke gemt endnu. Prøv igen om lidt.");
            return;
          }
          known = mine;
        }
        this.choosing = false;
        const mine = this.words();
        place.replaceChildren();
        fault(this.form, "");
        this.held = false;
        this.version = data.version;
        if (use === "theirs") {
          this.set(data);
          this.settle();
          return;
        }
        if (use === "both") {
          const html = this.same(mine, sent) ? data.merged : data.html + mine.html;
          this.set({ html, parties: mine.parties || data.parties, points: [data.points, mine.points].filter(Boolean).join("\n") });
        }
        this.changed = true;
        this.save();
      };
    }

    /** What stands here is what the server has. */
    settle() {
      this.saved = this.words();
      this.changed = false;
      this.kept = null;
      forget(person, this.id);
      say(this.form, "", "Alt er gemt");
    }

    /** Words that never reached the server are offered back. What is typed meanwhile is saved as always. */
    offer() {
      const found = [kept(person, `${this.id}.tilbudt`), kept(person, this.id)].filter(Boolean);
      const words = {
        html: found.map((one) => one.html).join(""),
        parties: found.map((one) => one.parties).filter(Boolean).join("; "),
        points: found.map((one) => one.points).filter(Boolean).join("\n"),
      };
      forget(person, this.id);
      if (!found.length || this.same(words, this.saved)) { forget(person, `${this.id}.tilbudt`); return; }
      keep(person, `${this.id}.tilbudt`, { ...words, version: found[0].version });
      const at = new Date(found.at(-1).at);
      const place = this.form.querySelector("[data-offer]");
      place.innerHTML = '<div class="note warn" role="status"><div><p><b>Der ligger tekst i browseren, som ikke er sendt.</b> <span></span></p><div class="offered prose"></div><p class="row"><button class="btn btn-s" type="button" data-take>Brug teksten</button><button class="btn btn-s" type="button" data-drop>Kassér den</button></p></div></div>';
      place.querySelector("span").textContent = `Skrevet ${at.toLocaleDateString("da-DK", { day: "numeric", month: "long" })} kl. ${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")}.`;
      place.querySelector(".offered").textContent = words.html ? new DOMParser().parseFromString(words.html.replace(/<\/(p|li|h4|td)>/g, "$& "), "text/html").body.textContent : `${words.parties}\n${words.points}`;
      const close = () => { place.replaceChildren(); forget(person, `${this.id}.tilbudt`); };
      place.querySelector("[data-take]").addEventListener("click", () => {
        const now = this.words();
        if (this.changed || !this.same(now, this.saved) || this.version !== String(found[0].version)) {
          // Something has been written since, here or by another: the offered words come after it.
          this.set({ html: now.html + words.html, parties: now.parties || words.parties, points: [now.points, words.points].filter(Boolean).join("\n") });
        } else this.set(words);
        keep(person, this.id, { ...this.words(), version: this.version });
        close();
        this.changed = true;
        this.save();
      });
      place.querySelector("[data-drop]").addEventListener("click", close);
    }

    /** Somebody else has saved while this person only looked. */
    renew(data) {
      if (this.changed || this.held || this.sending || Number(data.version) <= Number(this.version)) return;
      if (!this.same(this.words(), this.saved)) { this.touched(); return; }
      // The same but for a space at the end, where somebody may be about to write on.
      const trimmed = (html) => html.replace(/\s+(?=<\/)/g, "");
      if (trimmed(this.words().html) !== data.html || !this.same({ ...this.words(), html: "" }, { ...data, html: "" })) this.set(data);
      this.version = data.version;
      this.saved = this.words();
    }
  }

  // What is pasted with marks is put into our own form by the server, so that no list, no figure and no word is lost or
  // falsified on the way, and what was deleted or hidden stays out. Without the server only the live text is taken.
  const liveText = (html) => {
    const page = new DOMParser().parseFromString(html.replace(/<\/(p|li|h[1-6]|tr|div)>|<br[^>]*>/gi, "$&\n"), "text/html");
    page.querySelectorAll("del, s, strike, style, script, title, [hidden]").forEach((one) => one.remove());
    page.querySelectorAll("[style]").forEach((one) => {
      if (/line-through|display:\s*none|mso-hide:\s*all/i.test(one.getAttribute("style"))) one.remove();
    });
    page.querySelectorAll("sup, sub").forEach((one) => { one.textContent = `[${one.textContent}]`; });
    return page.body.textContent;
  };
  const asHtml = (text) => text.trim().replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\s*\n\s*/g, "<br>");
  const sayPasted = (form, notes) => {
    const line = form.querySelector("[data-pasted]");
    if (!line) return;
    line.textContent = notes.length ? `Indsat tekst: ${notes.join(" ")}` : "";
    line.hidden = !notes.length;
  };
  const paste = async (event) => {
    const editor = event.target.closest?.("[contenteditable]")?.editor;
    const html = event.clipboardData?.getData("text/html") || "";
    // What was copied within an editor is in our own form already.
    if (!editor || !html || html.includes("data-pm-slice")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const section = sections.get(editor.view.dom.closest("[data-section]").dataset.section);
    const { status, data } = await post(house.dataset.paste, { html, section: section.id });
    if (status === 413) {
      fault(section.form, data.error || "Det indsatte er for stort og er ikke sat ind.");
      return;
    }
    editor.chain().focus().insertContent(status === 200 ? data.html : asHtml(liveText(html))).run();
    sayPasted(section.form, status === 200 ? data.notes : ["Forbindelsen er væk, så kun teksten er sat ind, uden lister og tabeller."]);
    section.touched();
  };
  document.addEventListener("paste", paste, true);

  document.querySelectorAll("[data-section]").forEach((form) => sections.set(form.dataset.section, new Section(form)));

  // Facts (drafting.js) join in: what a page has that is not saved is asked for in one place.
  const others = [];
  const flush = (extra) => {
    // A name that is half typed in a field of chips counts as typed.
    document.querySelectorAll(".chips input").forEach((typing) => { if (typing.value.trim()) typing.dispatchEvent(new Event("change")); });
    return Promise.all([...[...sections.values()].map((section) => section.save(extra)), ...others.map((one) => one.flush(extra))]);
  };
  const unsent = () => [...sections.values()].some((section) => section.changed) || others.some((one) => one.unsent());
  Object.assign(window.chefforum, { flush, unsent, post, say, calm, sayLoggedOut, person, join: (one) => others.push(one) });
  addEventListener("online", () => flush());
  addEventListener("pagehide", () => flush({ keepalive: true }));
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush({ keepalive: true }); });
  // Leaving is safe when the words are kept in the browser; only where they could not be is it asked about.
  addEventListener("beforeunload", (event) => {
    const unsafe = [...sections.values()].some((section) => section.changed && section.unsafe);
    if (unsafe || others.some((one) => one.blocked() || one.unsafe())) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); flush(); }
  });

  // Who else is here, and what they have saved.
  const beat = async (place) => {
    if (document.hidden) return;
    const mine = [...place.querySelectorAll("[data-section]")].map((form) => sections.get(form.dataset.section));
    const busy = document.activeElement?.closest("[data-section]")?.dataset.section || "";
    const values = { section: mine.some((one) => one.id === busy) ? busy : "" };
    mine.forEach((one) => { values[`v${one.id}`] = one.version; });
    const { status, data } = await post(place.dataset.here, values);
    if (status === 401) { sayLoggedOut(place); return; }
    if (status !== 200) return;
    const shown = place.parentElement.querySelector("[data-presence]");
    if (shown && shown.innerHTML.trim() !== data.others.trim()) shown.innerHTML = data.others;
    for (const [id, content] of Object.entries(data.newer)) sections.get(id)?.renew(content);
  };
  document.querySelectorAll("[data-writing]").forEach((place) => {
    if (!place.querySelector("[data-section]")) return;
    beat(place);
    setInterval(() => beat(place), 8000);
  });

  // A step that sends the words on waits until they are saved.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-after-saving]")) return;
    if (others.some((one) => one.blocked())) { event.preventDefault(); return; }
    if (!unsent()) return;
    event.preventDefault();
    await flush();
    for (let tries = 0; unsent() && tries < 50; tries += 1) await new Promise((done) => { setTimeout(done, 100); });
    // The button that was pressed is part of what is sent.
    if (!unsent()) form.requestSubmit(event.submitter);
  });
})();
