// Reading on a tablet: a swipe turns to the next point, the place in the text is kept, and text and light are chosen.
(() => {
  "use strict";
  const reader = document.querySelector("[data-reader]");
  if (!reader) return;
  const text = reader.querySelector(".r-text");

  // A swipe across the text, and not along it, nor while words are marked.
  let from = null;
  text.addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY, at: Date.now() } : null;
  }, { passive: true });
  text.addEventListener("touchend", (event) => {
    if (!from || String(getSelection()) || event.target.closest("input, textarea, select, .scroll, table")) return;
    const x = event.changedTouches[0].clientX - from.x, y = event.changedTouches[0].clientY - from.y;
    if (Math.abs(x) < 80 || Math.abs(y) > 50 || Date.now() - from.at > 800) return;
    const to = x < 0 ? reader.dataset.next : reader.dataset.previous;
    if (to) location.assign(to);
  }, { passive: true });

  // Where one was in the text. On a phone the page scrolls, on wider screens the text does.
  const key = `chefforum.plads.${reader.dataset.position}`;
  const box = () => (text.scrollHeight > text.clientHeight + 4 ? text : document.scrollingElement);
  try {
    const at = Number(localStorage.getItem(key));
    if (at && !location.hash) box().scrollTop = at;
  } catch { /* nothing was kept */ }
  let waiting = 0;
  const note = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { try { localStorage.setItem(key, String(Math.round(box().scrollTop))); } catch { /* no room: the place is not kept */ } }, 300);
  };
  text.addEventListener("scroll", note, { passive: true });
  addEventListener("scroll", note, { passive: true });

  // The current point is in sight among the contents.
  reader.querySelector(".r-toc [aria-current]")?.scrollIntoView({ block: "nearest" });

  // How large, how light: kept in a cookie, so that the next page comes as it should be.
  const root = document.documentElement;
  const press = () => reader.querySelectorAll("[data-look]").forEach((button) => {
    const now = (button.dataset.look === "tema" ? root.dataset.theme : root.dataset.size) || "";
    button.setAttribute("aria-pressed", String(now === button.dataset.value));
  });
  reader.querySelector("[data-looks]")?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-look]");
    if (!button) return;
    const { look, value } = button.dataset;
    const name = look === "tema" ? "theme" : "size";
    if (value) root.dataset[name] = value; else delete root.dataset[name];
    document.cookie = `${look}=${value}; path=/; max-age=${value ? 31536000 : 0}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    press();
  });
  press();

  // A mark leads to its note, and a note to its words.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-note], rect[data-note]");
    if (!mark) return;
    const note = document.getElementById(`note-${mark.dataset.note.split(" ")[0]}`);
    if (!note) return;
    note.scrollIntoView({ block: "center" });
    note.querySelector("summary")?.focus();
  });
})();
