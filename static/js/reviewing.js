// A comment in the margin can be about words that are marked in the text: they are quoted in it, and shown in the text.
(() => {
  "use strict";

  // ---- The words that comments quote ---------------------------------------------------------------------------
  /** The text of an element without white space, and where in the document each of its characters stands. */
  const spelled = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const places = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      [...node.data].reduce((at, letter) => {
        if (letter.trim()) { text += letter; for (let unit = 0; unit < letter.length; unit += 1) places.push([node, at + unit]); }
        return at + letter.length;
      }, 0);
    }
    return { text, places };
  };
  const ranges = [];
  document.querySelectorAll("[data-reviewed]").forEach((box) => {
    const quotes = box.querySelectorAll(".thread blockquote");
    if (!quotes.length) return;
    const { text, places } = spelled(box.querySelector("[data-text]"));
    quotes.forEach((quote) => {
      const words = quote.textContent.replace(/\s+/g, "");
      const at = text.indexOf(words);
      if (at < 0) {
        quote.insertAdjacentHTML("afterend", '<p class="hint">Ordene står ikke længere i teksten.</p>');
        return;
      }
      const range = document.createRange();
      const [last, offset] = places[at + words.length - 1];
      range.setStart(...places[at]);
      range.setEnd(last, offset + 1);
      ranges.push(range);
    });
  });
  // Where the browser cannot mark words without changing the page, the quotation alone tells.
  if (window.Highlight) CSS.highlights.set("quoted", new Highlight(...ranges));

  // ---- Quoting words -------------------------------------------------------------------------------------------
  const button = document.querySelector("[data-quote-it]");
  if (!button) return;
  /** What is marked now, and the form in the margin beside it; nothing where the marking leaves the item. */
  const marked = () => {
    const selection = getSelection();
    const words = selection.toString().replace(/\s+/g, " ").trim();
    if (!words || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const node = range.commonAncestorContainer;
    const text = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-text]");
    const form = text?.closest("[data-reviewed]").querySelector("form.comment");
    if (!form) return null;
    const heads = [...text.querySelectorAll("h3")].filter((head) => head.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING || head.contains(range.startContainer));
    return { words: words.slice(0, 400), form, heading: heads.at(-1)?.textContent.trim() || "", box: range.getBoundingClientRect() };
  };
  document.addEventListener("selectionchange", () => {
    const found = marked();
    button.hidden = !found;
    if (!found) return;
    button.style.insetBlockStart = `${Math.min(innerHeight - 60, Math.max(8, found.box.bottom + 10))}px`;
    button.style.insetInlineStart = `${Math.min(innerWidth - 260, Math.max(8, found.box.left))}px`;
  });
  // The marking must not be lost to the press.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const found = marked();
    if (!found) return;
    found.form.querySelector("[data-quote]").value = found.words;
    found.form.querySelector("[data-heading]").value = found.heading.slice(0, 160);
    const shown = found.form.querySelector("[data-shown]");
    shown.textContent = found.words;
    shown.hidden = false;
    button.hidden = true;
    found.form.closest("details").open = true;
    found.form.querySelector("textarea").focus();
  });
})();
