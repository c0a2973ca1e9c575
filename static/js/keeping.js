// Text that has not reached the server is kept in the browser, under the person's number, until it has.
// Nobody else who logs in here is shown it, and logging out takes it away (offline.js).
(() => {
  "use strict";
  const PREFIX = "chefforum.text.";
  const keyOf = (person, section) => `${PREFIX}${person}.${section}`;

  const keys = (person) => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(person ? `${PREFIX}${person}.` : PREFIX));
    } catch {
      return [];
    }
  };

  window.chefforum = {
    /** Keep words; false when the browser has no room, so that the page can say so. */
    keep(person, section, words) {
      try {
        localStorage.setItem(keyOf(person, section), JSON.stringify({ ...words, at: Date.now() }));
        return true;
      } catch {
        return false;
      }
    },
    /** The kept words of a section, or null. */
    kept(person, section) {
      try {
        return JSON.parse(localStorage.getItem(keyOf(person, section)));
      } catch {
        return null;
      }
    },
    forget(person, section) {
      try {
        localStorage.removeItem(keyOf(person, section));
      } catch { /* nothing was kept */ }
    },
  };

  // Before the login: say that there is text, never what it says or whose it is.
  const note = document.querySelector("[data-kept-note]");
  if (note && keys().length) note.hidden = false;
})();
