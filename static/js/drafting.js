// The facts of an item, saved one by one; help with case numbers; the list of items beside, moved by mouse and key.
(() => {
  "use strict";
  const house = document.querySelector("[data-writing]");
  const facts = document.querySelector("form[data-facts]");
  const { post, say, calm, sayLoggedOut } = window.chefforum || {};

  // ---- Facts -------------------------------------------------------------------------------------------------
  if (facts) {
    const { keep, kept, forget, person } = window.chefforum;
    const drawer = `fakta${house.dataset.item}`;
    const was = new Map();
    const sending = new Set();
    // Fields that another has changed too, with what stood there before either: only the person's own hand sends them.
    const held = new Map();
    const value = (field) => (field.type === "checkbox" ? (field.checked ? "on" : "") : field.value);
    const fields = [...facts.elements].filter((field) => field.name && field.type !== "hidden" && field.name !== "csrfmiddlewaretoken");
    const named = (name) => fields.find((field) => field.name === name);
    fields.forEach((field) => was.set(field.name, value(field)));
    const changed = () => fields.filter((field) => value(field) !== was.get(field.name));

    /** What is not saved yet is kept in the browser, each field with what stood there before. */
    let unsafe = false;
    const store = () => {
      const left = changed();
      if (!left.length) { forget(person, drawer); return; }
      const before = (field) => (held.has(field.name) ? held.get(field.name) : was.get(field.name));
      unsafe = !keep(person, drawer, { fields: Object.fromEntries(left.map((field) => [field.name, [value(field), before(field)]])) });
    };
    const fault = (field, words) => {
      const box = field.closest(".field") || facts.querySelector(".access .field");
      const line = box.querySelector("[data-error]");
      box.classList.toggle("err", Boolean(words));
      line.textContent = words || "";
      line.hidden = !words;
      field.toggleAttribute("aria-invalid", Boolean(words));
    };
    /** What is wrong with the closing of an item, and where; nothing while it is open. */
    const closing = () => {
      if (!named("closed").checked) return null;
      if (!named("closed_ground").value) return [named("closed_ground"), "Vælg, hvorfor punktet er lukket, eller fjern krydset."];
      if (named("closed_ground").value === "other" && !named("closed_reason").value.trim()) return [named("closed_reason"), "Uddyb grunden, eller vælg en anden."];
      return null;
    };
    /** What is sent for a field; nothing while a closed item still waits for its ground. */
    const valuesOf = (field) => {
      if (!field.name.startsWith("closed")) return { [field.name]: value(field), [`was_${field.name}`]: was.get(field.name) };
      if (closing()) return null;
      const both = Object.fromEntries(["closed_ground", "closed_reason"].flatMap((name) => [[name, value(named(name))], [`was_${name}`, was.get(name)]]));
      return { ...both, ...(named("closed").checked ? { closed: "on" } : {}) };
    };

    const save = async (field, extra) => {
      if (sending.has(field)) return;
      if (value(field) === was.get(field.name)) {
        fault(field, "");
        if (field.name === "closed") ["closed_ground", "closed_reason"].forEach((name) => fault(named(name), ""));
        if (!window.chefforum.unsent()) calm(facts);
        return;
      }
      const values = valuesOf(field);
      if (!values) { blocked(); if (field.name === "closed") closing()[0].focus(); return; }
      sending.add(field);
      // Another kind brings other sections: what is being written in these goes first.
      if (field.name === "kind") await window.chefforum.flush();
      say(facts, "busy", "Gemmer …");
      const { status, data } = await post(facts.action, values, extra);
      sending.delete(field);
      if (status === 200) {
        Object.entries(data.values).forEach(([name, saved]) => {
          const one = named(name);
          const typed = value(one) !== values[name];
          was.set(name, saved);
          if (one.type !== "checkbox" && !typed && document.activeElement !== one && one.value !== saved) one.value = saved;
          if (one.type !== "checkbox" && !typed && document.activeElement === one) was.set(name, value(one));
        });
        store();
        fault(field, "");
        if (!window.chefforum.unsent() && !blocked()) say(facts, "", `Gemt ${data.saved}`);
        // Another kind may have other sections, and closed or open changes what the page says of the item.
        if (field.name === "kind" || field.name.startsWith("closed")) {
          sessionStorage.setItem("chefforum.focus", field.id);
          location.reload();
        } else refresh(field.name === "case_number");
      } else if (status === 401) sayLoggedOut(facts);
      else if (status === 409 && data.values) {
        held.set(field.name, values[`was_${field.name}`] ?? "");
        Object.entries(data.values).forEach(([name, theirs]) => was.set(name, theirs));
        store();
        fault(field, data.error);
        say(facts, "off", "Ikke gemt");
      } else if (status === 0 || status >= 500) {
        say(facts, "off", "Gemt i browseren, ikke sendt");
        setTimeout(() => save(field), 4000);
      } else {
        fault(field, data.error || "Feltet kan ikke gemmes lige nu. Det ligger i browseren.");
        say(facts, "off", "Ikke gemt");
      }
    };
    /** A tick without its reason: the item is still open, and nothing here may look as if it were closed. */
    const blocked = () => {
      const stop = changed().some((field) => !valuesOf(field));
      if (stop) {
        fault(...closing());
        say(facts, "off", "Punktet er ikke lukket endnu");
      }
      return stop;
    };
    window.chefforum.join({
      blocked,
      flush: (extra) => Promise.all(changed().filter((field) => !held.has(field.name)).map((field) => save(field, extra))),
      unsent: () => changed().some((field) => !held.has(field.name) && valuesOf(field)),
      unsafe: () => unsafe && changed().length > 0,
    });

    // The law behind the ground that is chosen.
    const ground = named("closed_ground");
    const law = () => {
      const words = facts.querySelector(`[data-law-of="${CSS.escape(ground.value)}"]`);
      facts.querySelector("[data-law]").textContent = words ? words.content.textContent : "";
    };
    ground.addEventListener("change", law);
    law();
    facts.addEventListener("submit", (event) => event.preventDefault());
    facts.addEventListener("change", (event) => {
      if (!event.target.name || (held.has(event.target.name) && !event.isTrusted)) return;
      store();
      if (!held.has(event.target.name)) save(event.target);
    });
    let resting;
    facts.addEventListener("input", (event) => {
      const field = event.target;
      if (event.isTrusted) held.delete(field.name);
      if (!field.name || field.tagName === "SELECT" || field.type === "checkbox") return;
      store();
      if (value(field) !== was.get(field.name)) say(facts, "busy", "Ikke gemt endnu");
      // A case number is saved when it is whole: when the field is left, or Enter is pressed.
      if (field.name === "case_number") return;
      clearTimeout(resting);
      resting = setTimeout(() => save(field), 1200);
    });

    // Fields that never reached the server are filled in again and sent, each against what stood there then.
    Object.entries(kept(person, drawer)?.fields || {}).forEach(([name, [typed, before]]) => {
      const field = named(name);
      if (!field || field.type === "checkbox" || value(field) === typed) return;
      field.value = typed;
      was.set(name, before);
      field.dispatchEvent(new CustomEvent("words:set", { bubbles: true }));
      save(field);
    });
    // What the server has by now is forgotten here.
    store();

    // ---- Case numbers ----------------------------------------------------------------------------------------
    const box = facts.querySelector("[data-case]");
    const field = box.querySelector("input");
    const help = box.querySelector("[data-case-help]");
    let asking;
    const ask = (delay) => {
      clearTimeout(asking);
      asking = setTimeout(async () => {
        const answer = await fetch(`${box.dataset.case}?q=${encodeURIComponent(field.value)}`, { redirect: "error" }).catch(() => null);
        if (!answer?.ok) return;
        help.innerHTML = await answer.text();
        field.setAttribute("aria-expanded", String(Boolean(help.querySelector("[role=option]"))));
      }, delay);
    };
    const choose = (option) => {
      field.value = option.dataset.value;
      help.replaceChildren();
      field.setAttribute("aria-expanded", "false");
      field.focus();
      if (!option.hasAttribute("data-more")) save(field);
      ask(0);
    };
    field.addEventListener("input", () => ask(180));
    field.addEventListener("focus", () => ask(0));
    help.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); choose(option); }
    });
    box.addEventListener("keydown", (event) => {
      const options = [...help.querySelectorAll("[role=option]")];
      const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!options.length) return;
        event.preventDefault();
        const to = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
        options.forEach((one, place) => one.setAttribute("aria-selected", String(place === to)));
        options[to].scrollIntoView({ block: "nearest" });
      } else if (event.key === "Enter") {
        event.preventDefault();
        at >= 0 ? choose(options[at]) : save(field);
      } else if (event.key === "Escape") help.querySelector(".suggest")?.remove();
    });
    field.addEventListener("blur", () => { help.querySelector(".suggest")?.remove(); field.setAttribute("aria-expanded", "false"); });
    if (field.value) ask(300);
  }

  // ---- The list of items -------------------------------------------------------------------------------------
  const list = () => document.getElementById("dagsorden");
  /** The list as it is now, unless somebody is using it; and what is known of the case, when that is another. */
  const refresh = async (caseToo) => {
    if (caseToo) {
      const page = await fetch(location.href, { redirect: "error" }).catch(() => null);
      const side = page?.ok && new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-case-side]");
      if (side) document.querySelector("[data-case-side]").replaceWith(side);
    }
    const now = list();
    if (!now || now.contains(document.activeElement)) return;
    const answer = await fetch(`${now.dataset.agenda}?aktuel=${house?.dataset.item || ""}`, { redirect: "error" }).catch(() => null);
    if (!answer?.ok) return;
    replace(await answer.text());
  };
  const replace = (html, old = list()) => {
    const { id } = old;
    old.outerHTML = html;
    window.htmx?.process(document.getElementById(id));
    settle();
  };
  /** Numbers everywhere at once: the editor's head and the neighbours follow the list. */
  const settle = () => {
    const rows = [...document.querySelectorAll("#dagsorden [data-item]")];
    document.querySelectorAll("[data-sort] [data-drag] .grip").forEach((grip) => { grip.draggable = true; });
    const place = rows.findIndex((row) => row.dataset.item === house?.dataset.item);
    if (place < 0) return;
    const number = document.querySelector("[data-number]");
    if (number) number.textContent = rows[place].querySelector(".ag-num").textContent;
    [["[data-previous-item]", rows[place - 1]], ["[data-next-item]", rows[place + 1]]].forEach(([name, row]) => {
      const link = document.querySelector(name);
      if (!link) return;
      link.classList.toggle("off", !row);
      if (row) {
        link.href = row.querySelector("a").href;
        link.removeAttribute("aria-disabled");
      } else {
        link.removeAttribute("href");
        link.setAttribute("aria-disabled", "true");
      }
    });
  };
  document.addEventListener("htmx:afterSwap", settle);
  document.addEventListener("list:renewed", settle);
  settle();

  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.("[data-sort] [data-drag]");
    if (!row || !event.target.closest(".grip")) return;
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    row.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.("[data-sort] [data-drag]");
    if (!over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    if (over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    event.clientY < top + height / 2 ? over.before(dragged) : over.after(dragged);
  });
  document.addEventListener("dragend", async () => {
    if (!dragged) return;
    const row = dragged;
    dragged = null;
    row.classList.remove("dragged");
    const to = [...row.parentElement.children].filter((one) => one.matches("[data-item], [data-attachment]")).indexOf(row) + 1;
    const sorted = row.closest("[data-sort]");
    const form = row.querySelector("form.move");
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({ til: to, aktuel: house?.dataset.item || "" }),
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" },
      redirect: "error",
    }).catch(() => null);
    if (!answer?.ok) { location.reload(); return; }
    replace(await answer.text(), sorted);
    const said = document.querySelector("[data-announce]");
    if (said) document.getElementById("besked").textContent = said.textContent;
  });

  // Several titles at once, a line each; Enter adds, Shift+Enter begins a line.
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("[data-lines]") && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      sessionStorage.setItem("chefforum.write", "1");
      event.target.form.requestSubmit();
    }
    if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
      const link = document.querySelector(event.key === "PageDown" ? "[data-next-item][href]" : "[data-previous-item][href]");
      if (!link) return;
      event.preventDefault();
      sessionStorage.setItem("chefforum.write", "1");
      // What is typed is sent first; a server that does not answer holds nobody up, since the browser keeps the words.
      const { flush } = window.chefforum;
      Promise.race([flush?.({ keepalive: true }), new Promise((done) => { setTimeout(done, 1500); })]).then(() => location.assign(link.href));
    }
  });
  // After a page that had to come anew, the focus is where it was.
  const focused = document.getElementById(sessionStorage.getItem("chefforum.focus"));
  sessionStorage.removeItem("chefforum.focus");
  focused?.focus();

  // Coming here by key, one goes on writing in the first empty section, as soon as its editor is there.
  if (sessionStorage.getItem("chefforum.write")) {
    sessionStorage.removeItem("chefforum.write");
    const areas = [...document.querySelectorAll("[data-section] textarea[name=html]")];
    const first = areas.find((area) => !area.value) || areas[0];
    const waiting = setInterval(() => {
      const editor = first?.closest(".prose-editor")?.querySelector("[contenteditable]")?.editor;
      if (!editor) return;
      clearInterval(waiting);
      editor.commands.focus("end");
    }, 50);
    setTimeout(() => clearInterval(waiting), 5000);
  }
})();
