// A file that is made on the spot may take seconds: the link says so, and the person stays where they are.
(() => {
  "use strict";
  const say = (text) => {
    const region = document.getElementById("besked");
    if (region) region.textContent = text;
  };
  const nameOf = (answer) => /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "")?.[1] || "fil";

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-made]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    say("Filen laves …");
    try {
      const answer = await fetch(link.href);
      // A page instead of a file has something to say.
      if (!answer.ok || (answer.headers.get("Content-Type") || "").startsWith("text/html")) throw new Error("no file");
      const address = URL.createObjectURL(await answer.blob());
      const file = Object.assign(document.createElement("a"), { href: address, download: nameOf(answer) });
      document.body.append(file);
      file.click();
      file.remove();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      say("Filen er hentet.");
    } catch {
      location.assign(link.href);
    } finally {
      link.removeAttribute("aria-busy");
    }
  });
})();
