// A form that is sent after the session has ended is not saved, and the server does not read it. Its words are kept in
// this tab until they are answered, and shown again to the person who wrote them, once that person has logged in.
(() => {
  "use strict";
  const KEY = "chefforum.sent";
  const TEXTS = 'textarea[name], input[name]:not([type]), input[name][type="text"], input[name][type="search"]';
  const person = document.body.dataset.person;

  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return null;
    }
  };
  const write = (record) => {
    try {
      if (record) sessionStorage.setItem(KEY, JSON.stringify(record));
      else sessionStorage.removeItem(KEY);
    } catch { /* a browser without room keeps nothing, as before */ }
  };
  const plain = (value) => new DOMParser().parseFromString(value.replace(/<\/(p|li|h4|td)>|<br>/g, "\n"), "text/html").body.textContent;
  const labelOf = (field) => field.labels?.[0]?.textContent.trim() || field.dataset.label || field.ariaLabel || "Din tekst";

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-logout]")) {
      write(null);
      return;
    }
    if (!person || form.method !== "post" || event.defaultPrevented) return;
    const texts = [...form.querySelectorAll(TEXTS)]
      .filter((field) => field.value.trim() && field.value !== field.defaultValue)
      .map((field) => ({ label: labelOf(field), text: plain(field.value).trim() }));
    write(texts.length ? { person, texts, lost: false } : null);
  });

  const show = (record) => {
    const note = document.createElement("section");
    note.className = "note warn";
    note.setAttribute("role", "status");
    const body = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = "Du var logget ud, så det her blev ikke gemt. Kopiér teksten, og sæt den ind igen, hvor den hører til.";
    body.append(line);
    record.texts.forEach(({ label, text }) => {
      const field = document.createElement("label");
      field.className = "field";
      const area = document.createElement("textarea");
      area.className = "input";
      area.readOnly = true;
      area.rows = text.length > 200 ? 8 : 3;
      area.value = text;
      field.append(label, area);
      body.append(field);
    });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-s";
    button.textContent = "Jeg har kopieret teksten";
    button.addEventListener("click", () => {
      write(null);
      note.remove();
    });
    body.append(button);
    note.append(body);
    document.querySelector("main .wrap, main")?.prepend(note);
  };

  const record = read();
  if (!record) return;
  if (document.querySelector("[data-not-saved]")) write({ ...record, lost: true });
  else if (person && person !== record.person) write(null);
  else if (record.lost && person) show(record);
  else if (!record.lost) write(null);
})();
