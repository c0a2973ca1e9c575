// Small helps on every page. Nothing here decides anything: each form works without it.
(() => {
  "use strict";
  const say = (text) => {
    const region = document.getElementById("besked");
    if (region) region.textContent = text;
  };

  // The menu on a phone.
  const toggle = document.querySelector("[data-menu]");
  toggle?.addEventListener("click", () => {
    const open = toggle.closest("[data-top]").classList.toggle("menu-open");
    toggle.setAttribute("aria-expanded", String(open));
  });

  // Typed text is not left behind by accident. Editors write to their textarea, which fires "input".
  const dirty = new Set();
  const mark = (form, state, words) => {
    const sign = form.querySelector("[data-saved]") || form.closest("section")?.querySelector("[data-saved]");
    if (!sign) return;
    sign.classList.toggle("off", state === "off");
    sign.lastElementChild.textContent = words;
  };
  const touched = (event) => {
    const form = event.target.closest("form[data-guard]");
    // An editor also reports what it did itself while it was set up; a person's own typing always counts.
    if (!form || (!event.isTrusted && form.dataset.ready !== "yes")) return;
    dirty.add(form);
    form.dataset.edits = String(Number(form.dataset.edits || 0) + 1);
    mark(form, "off", "Ikke gemt endnu");
  };
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  addEventListener("load", () => {
    setTimeout(() => document.querySelectorAll("form[data-guard]").forEach((form) => {
      form.dataset.ready = "yes";
      // A form that came back with errors holds words that are saved nowhere.
      if (!form.querySelector(".note.bad, .err")) return;
      dirty.add(form);
      mark(form, "off", "Ikke gemt");
    }), 300);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard]") && !event.target.hasAttribute("hx-post")) dirty.delete(event.target);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    const form = document.activeElement?.closest("form[data-guard]") || [...dirty][0];
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });

  // What was refused before is not said again beside the next answer.
  document.addEventListener("htmx:beforeRequest", () => document.querySelectorAll("[data-refused]").forEach((one) => one.remove()));

  // After a move the focus stays with the point, and its new number is said.
  document.addEventListener("htmx:afterSwap", () => {
    const announcement = document.querySelector("[data-announce]");
    if (!announcement) return;
    say(announcement.textContent);
    const button = document.querySelector("[data-focus]");
    (button?.disabled ? button.parentElement.querySelector("button:not([disabled])") : button)?.focus();
  });

  // Which files are chosen, in words.
  document.addEventListener("change", (event) => {
    const to = event.target.dataset?.files && document.getElementById(event.target.dataset.files);
    if (to) to.textContent = [...event.target.files].map((file) => file.name).join(", ");
  });

  // Of a curve that is wider than the screen the latest is what one looks for.
  document.querySelectorAll(".scroll:has(.curve)").forEach((one) => { one.scrollLeft = one.scrollWidth; });

  document.querySelector("[data-print]")?.addEventListener("click", () => print());

  // Arrow keys turn to the next or previous point while reading.
  const reader = document.querySelector("[data-reader]");
  if (reader) document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const to = { ArrowRight: reader.dataset.next, ArrowLeft: reader.dataset.previous }[event.key];
    if (to) location.assign(to);
  });
})();
