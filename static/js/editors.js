// The text editors: their names and their buttons in Danish, and one stop of the Tab key between two texts.
(() => {
  "use strict";
  const WORDS = {
    paragraph: "Afsnit",
    "heading 4": "Mellemoverskrift",
    "unordered list": "Punktliste",
    "ordered list": "Nummereret liste",
    bold: "Fed",
    italic: "Kursiv",
    undo: "Fortryd",
    redo: "Gentag",
    "Insert table": "Indsæt tabel",
    "Add column": "Tilføj kolonne",
    "Delete column": "Slet kolonne",
    "Add row": "Tilføj række",
    "Delete row": "Slet række",
    "Merge cells": "Flet celler",
    "Split cell": "Del celle",
    "Toggle header cell": "Overskriftscelle til eller fra",
    "Delete table": "Slet tabel",
  };
  const OPTIONS = { heading4: "Mellemoverskrift", paragraph: "Brødtekst" };
  const buttons = (bar) => [...bar.querySelectorAll(".prose-menubar__button")].filter((one) => one.offsetParent);

  const name = (area) => {
    const box = area.closest(".prose-editor");
    const field = box?.querySelector("[contenteditable]");
    if (!field || field.hasAttribute("aria-label")) return;
    field.setAttribute("aria-label", area.dataset.label);
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
    field.setAttribute("aria-keyshortcuts", "Alt+F10");
  };
  const dress = (bar) => {
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "Formatering");
    bar.querySelectorAll(".prose-menubar__button").forEach((button) => {
      // The Tab key goes from text to text; Alt+F10 goes to the buttons, arrows between them, Escape back.
      if (button.tabIndex !== -1) button.tabIndex = -1;
      const word = WORDS[button.title];
      if (!word) return;
      button.title = word;
      button.setAttribute("aria-label", word);
    });
    bar.querySelectorAll(".prose-menubar__option").forEach((option) => {
      const word = OPTIONS[option.dataset.name];
      if (word && option.firstElementChild.textContent !== word) option.firstElementChild.textContent = word;
    });
  };
  const all = () => {
    document.querySelectorAll("textarea[data-label]").forEach(name);
    document.querySelectorAll(".prose-menubar").forEach(dress);
  };
  new MutationObserver(all).observe(document.documentElement, { childList: true, subtree: true });
  all();
  // Where no editor comes, the plain fields are to be written in after all.
  const givenUp = setTimeout(() => document.documentElement.classList.add("no-editors"), 6000);
  const there = setInterval(() => {
    if (!document.querySelector(".prose-editor [contenteditable]")) return;
    clearInterval(there);
    clearTimeout(givenUp);
  }, 200);

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.(".prose-editor");
    if (!box) return;
    const bar = box.querySelector(".prose-menubar");
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      buttons(bar)[0]?.focus();
    } else if (bar.contains(event.target)) {
      const row = buttons(bar);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.preventDefault();
        row[(row.indexOf(event.target) + step + row.length) % row.length]?.focus();
      } else if (event.key === "Escape") box.querySelector("[contenteditable]").focus();
    }
  });
})();
