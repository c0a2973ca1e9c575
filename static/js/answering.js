// A head's points in a round, saved field by field as they are filled in. What has not reached the server is kept in
// the browser (keeping.js); where another has changed the same field, both texts stand until one is chosen.
(() => {
  "use strict";
  const house = document.querySelector("[data-answering]");
  if (!house) return;
  const { keep, kept, forget } = window.chefforum;
  const person = house.dataset.person;
  const REST = 900;
  const RETRY = 4000;
  const sign = document.querySelector("[data-saved]");
  const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) || "";
  const say = (state, words) => {
    sign.classList.toggle("busy", state === "busy");
    sign.classList.toggle("off", state === "off");
    sign.querySelector("span").textContent = words;
  };
  const points = [];

  class Point {
    constructor(form) {
      this.form = form;
      this.key = `status-${form.dataset.status}`;
      this.names = [...form.elements].map((field) => field.name).filter((name) => name.startsWith("var_")).map((name) => name.slice(4));
      this.held = new Set();
      form.querySelector("[data-save]").hidden = true;
      form.addEventListener("submit", (event) => {
        // A button that leads elsewhere takes the words along.
        if (event.submitter?.hasAttribute("formaction")) return;
        event.preventDefault();
        this.save();
      });
      form.addEventListener("input", () => this.touched());
      form.addEventListener("change", () => this.touched());
      this.restore();
    }
    /** Words that did not reach the server. Where the field says otherwise now than when they were written, both are shown. */
    restore() {
      const old = kept(person, this.key);
      for (const [name, { text, was }] of Object.entries(old?.values || {})) {
        if (!this.names.includes(name) || text === this.was(name)) continue;
        const now = this.was(name);
        this.put(name, text);
        if (was !== now) this.choose({ field: name, name: this.title(name), text: now, shown: now }, "En anden");
      }
      // What was typed before this script was there, too.
      this.touched();
    }
    title(name) {
      const field = this.form.elements[name];
      const one = field instanceof RadioNodeList ? field[0] : field;
      return (one.closest("fieldset")?.querySelector("legend") || one.labels?.[0])?.firstChild?.textContent.trim() || name;
    }
    value(name) {
      const field = this.form.elements[name];
      if (field instanceof RadioNodeList) return field.value;
      if (field.type === "checkbox") return field.checked ? field.value : "";
      return field.value.replace(/\r\n/g, "\n").trim();
    }
    put(name, text) {
      const field = this.form.elements[name];
      if (!field) return;
      if (field.type === "checkbox") field.checked = text !== ""; else field.value = text;
    }
    was(name) { return this.form.elements[`var_${name}`].value.replace(/\r\n/g, "\n"); }
    changed() { return this.names.filter((name) => !this.held.has(name) && this.value(name) !== this.was(name)); }

    touched() {
      const names = this.names.filter((name) => this.value(name) !== this.was(name));
      if (!names.length) { forget(person, this.key); return; }
      const values = names.map((name) => [name, { text: this.value(name), was: this.was(name) }]);
      const safe = keep(person, this.key, { values: Object.fromEntries(values) });
      this.unsafe = !safe;
      if (!this.changed().length) return;
      say("busy", "Gemmer …");
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.save(), REST);
    }

    async save(extra = {}) {
      clearTimeout(this.waiting);
      const names = this.changed();
      if (!names.length) return;
      if (this.sending) { this.again = true; return; }
      this.sending = true;
      const sent = Object.fromEntries(names.map((name) => [name, this.value(name)]));
      const body = new URLSearchParams();
      for (const name of names) { body.set(name, sent[name]); body.set(`var_${name}`, this.was(name)); }
      let status = 0;
      let data = {};
      try {
        const answer = await fetch(this.form.action, { method: "POST", body, headers: { "X-CSRFToken": cookie("csrftoken"), "X-Autosave": person }, redirect: "error", ...extra });
        status = answer.status;
        if (answer.headers.get("Content-Type")?.includes("json")) data = await answer.json();
      } catch { status = 0; }
      this.sending = false;
      if (status === 200 || data.conflict) this.done(sent, data);
      else if (status === 401) say("off", "Du er logget ud. Det, du skrev, er gemt i browseren. Log ind igen i en ny fane.");
      else if (status === 403 || status === 404) {
        // The round has gone on: it will not be saved however often it is tried.
        this.names.forEach((name) => this.held.add(name));
        this.fault(`${this.form.dataset.gone || "Runden er gået videre"}, så det kan ikke gemmes. Kopiér teksten, før du forlader siden.`);
        say("off", "Ikke gemt");
      } else if (data.error) { this.fault(data.error); say("off", "Ikke gemt"); }
      else {
        say("off", "Gemt i browseren, ikke sendt");
        this.waiting = setTimeout(() => this.save(), RETRY);
      }
      if (this.again) { this.again = false; this.save(); }
    }

    done(sent, data) {
      this.fault("");
      const conflicts = new Set((data.conflict || []).map((one) => one.field));
      for (const name of this.names) {
        if (conflicts.has(name)) continue;
        const untouched = this.value(name) === (name in sent ? sent[name] : this.was(name));
        this.form.elements[`var_${name}`].value = data.values[name];
        // A space at the end is not the server's, but the next word needs it.
        if (untouched && this.value(name) !== data.values[name]) this.put(name, data.values[name]);
      }
      (data.conflict || []).forEach((one) => this.choose(one, data.by));
      const state = this.form.querySelector("[data-state]");
      state.replaceChildren();
      const badge = document.createElement("span");
      badge.className = data.answered ? "badge b-ok" : "badge b-line";
      badge.textContent = data.answered ? state.dataset.yes || "Besvaret" : state.dataset.no || "Ikke besvaret";
      state.append(badge);
      this.form.parentElement.querySelector("[data-as-it-is]")?.toggleAttribute("hidden", data.answered);
      this.form.querySelector("[data-faults]").textContent = data.faults.filter((one) => one !== "ikke besvaret").join(", ");
      const counter = document.querySelector("[data-answered] b");
      counter.textContent = String(document.querySelectorAll("[data-state] .b-ok").length + document.querySelectorAll("article:not(:has([data-state])) .b-ok").length);
      if (conflicts.size) say("off", "Vælg mellem to tekster");
      else { forget(person, this.key); say("", `Gemt ${data.saved}`); this.touched(); }
    }

    /** Both texts, and no choice made beforehand. */
    choose(one, by) {
      this.held.add(one.field);
      const box = document.createElement("div");
      box.className = "note bad";
      box.setAttribute("role", "alert");
      const text = document.createElement("div");
      const line = document.createElement("p");
      line.textContent = `${by} har ændret »${one.name}« imens. Der står nu: ${one.shown || "ingenting"}`;
      const row = document.createElement("p");
      row.className = "row";
      const button = (words, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "btn btn-s";
        made.textContent = words;
        made.addEventListener("click", () => { box.remove(); this.held.delete(one.field); this.form.elements[`var_${one.field}`].value = one.text; act(); this.touched(); this.form.elements[one.field].focus?.(); });
        row.append(made);
      };
      button("Brug min tekst", () => {});
      button(by === "En anden" ? "Brug den andens" : `Brug teksten fra ${by.split(" ")[0]}`, () => { this.put(one.field, one.text); forget(person, this.key); });
      text.append(line, row);
      box.append(text);
      this.form.querySelector("[data-conflict]").append(box);
    }
    fault(words) {
      const line = this.form.querySelector("[data-error]");
      line.textContent = words;
      line.hidden = !words;
    }
  }

  // What was not saved before the round went on stands beside what is read, to be copied or let go.
  document.querySelectorAll("[data-read-only]").forEach((part) => {
    const key = `status-${part.dataset.readOnly}`;
    const old = kept(person, key);
    if (!old?.values) return;
    const box = document.createElement("div");
    box.className = "note warn";
    const text = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = part.dataset.left || "Det her blev ikke gemt, før runden gik videre:";
    text.append(line);
    Object.values(old.values).forEach((one) => { const words = document.createElement("p"); words.textContent = one.text; text.append(words); });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-s";
    button.textContent = "Slet teksten";
    button.addEventListener("click", () => { forget(person, key); box.remove(); });
    text.append(button);
    box.append(text);
    part.append(box);
  });

  document.querySelectorAll("form[data-status]").forEach((form) => points.push(new Point(form)));
  addEventListener("pagehide", () => points.forEach((point) => point.save({ keepalive: true })));
  addEventListener("beforeunload", (event) => { if (points.some((point) => point.unsafe)) event.preventDefault(); });
})();
