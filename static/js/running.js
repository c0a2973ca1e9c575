// Running the meeting: a drafted sentence goes into the decision at a press, and is noted as what came of the point.
(() => {
  "use strict";
  const editor = () => document.querySelector("[data-section] .prose-editor [contenteditable]")?.editor;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const text = editor();
    if (!button || !text) return;
    const words = document.createElement("p");
    words.textContent = button.dataset.insert;
    if (text.isEmpty) text.commands.setContent(words.outerHTML, { emitUpdate: true });
    else text.chain().insertContentAt(text.state.doc.content.size, words.outerHTML).run();
    text.commands.focus("end");
    text.view.dom.dispatchEvent(new Event("input", { bubbles: true }));
    const region = document.getElementById("besked");
    if (region) region.textContent = `Sat ind i beslutningen: ${button.dataset.insert}`;
    // The outcome that goes with the sentence is noted too, unless another has been chosen.
    const choice = document.getElementById(`udfald${button.dataset.point}`);
    if (choice && !choice.value && button.dataset.outcome) {
      choice.value = button.dataset.outcome;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
