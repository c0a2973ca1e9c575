// Files dropped on an item go up three at a time, each with its own progress; one that is refused stops no other.
(() => {
  "use strict";
  const place = document.querySelector("[data-uploads]");
  if (!place) return;
  const { form, rows, limit } = { form: place.querySelector("form"), rows: place.querySelector("ul"), limit: Number(place.dataset.limit) };
  const waiting = [];
  const under = new Set();
  const AT_ONCE = 3;
  const zone = document.querySelector("[data-writing]");

  const say = (text) => { document.getElementById("besked").textContent = text; };

  /** One file on its way. */
  class Upload {
    constructor(file) {
      this.file = file;
      this.row = document.createElement("li");
      this.row.innerHTML = '<span class="grow"><b></b><small></small></span><progress max="100" value="0"></progress><button class="btn btn-quiet btn-s" type="button"></button>';
      this.row.querySelector("b").textContent = file.name;
      this.bar = this.row.querySelector("progress");
      this.bar.setAttribute("aria-label", `Sender ${file.name}`);
      this.button = this.row.querySelector("button");
      this.button.addEventListener("click", () => (this.again ? this.retry() : this.drop()));
      rows.append(this.row);
      this.tell("Venter");
    }

    tell(words, state = "") {
      this.row.className = state;
      this.row.querySelector("small").textContent = words;
      this.bar.hidden = state !== "";
      this.again = state === "lost";
      this.button.textContent = { "": "Stop", lost: "Prøv igen" }[state] ?? "Fjern linjen";
      this.button.setAttribute("aria-label", `${this.button.textContent}: ${this.file.name}`);
    }

    retry() {
      this.tell("Venter");
      waiting.push(this);
      next();
    }

    drop() {
      const place = waiting.indexOf(this);
      if (place >= 0) waiting.splice(place, 1);
      this.request?.abort();
      this.row.remove();
      tidy();
    }

    send() {
      const request = new XMLHttpRequest();
      this.request = request;
      under.add(this);
      request.open("POST", form.action);
      request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      request.setRequestHeader("X-Autosave", zone.dataset.person);
      request.upload.addEventListener("progress", (event) => {
        const part = Math.round((100 * event.loaded) / event.total);
        this.bar.value = part;
        this.row.querySelector("small").textContent = part < 100 ? `${part} %` : "Kontrolleres";
      });
      request.addEventListener("loadend", () => {
        under.delete(this);
        this.request = null;
        if (this.row.isConnected) this.answered(request);
        next();
      });
      const body = new FormData();
      body.append("files", this.file, this.file.name);
      this.tell("0 %");
      request.send(body);
    }

    answered(request) {
      let data = {};
      try { data = JSON.parse(request.responseText); } catch { /* no answer of ours */ }
      if (request.status === 200) {
        this.row.remove();
        form.dataset.done = String(Number(form.dataset.done || 0) + 1);
      } else if (request.status === 401) this.tell("Du er logget ud. Log ind i en ny fane, og prøv igen her.", "lost");
      else if (request.status === 0 || request.status >= 500) this.tell("Forbindelsen er afbrudt. Filen er ikke sendt.", "lost");
      else this.tell(data.error || "Filen kan ikke vedhæftes lige nu.", "refused");
    }
  }

  const next = () => {
    while (under.size < AT_ONCE && waiting.length) waiting.shift().send();
    if (!under.size && !waiting.length) finish();
  };

  const finish = async () => {
    const done = Number(form.dataset.done || 0);
    form.dataset.done = "0";
    tidy();
    const left = rows.children.length;
    if (done || left) say(`${done === 1 ? "1 fil er vedhæftet" : `${done} filer er vedhæftet`}${left ? `, ${left} ikke` : ""}.`);
    if (done) await renew();
  };

  const tidy = () => { rows.hidden = !rows.children.length; };

  /** The list as the server has it, unless somebody is using it. */
  const renew = async () => {
    const list = document.getElementById("bilag");
    const answer = await fetch(list.dataset.list, { redirect: "error" }).catch(() => null);
    if (!answer?.ok) return;
    list.outerHTML = await answer.text();
    settled();
  };
  const settled = () => {
    const list = document.getElementById("bilag");
    window.htmx?.process(list);
    list.dispatchEvent(new CustomEvent("list:renewed", { bubbles: true }));
    follow();
  };

  // While files are made ready, the list is asked for again, less and less often.
  let pause = 1500;
  let asking;
  const follow = () => {
    clearTimeout(asking);
    const list = document.getElementById("bilag");
    if (!list.querySelector("[data-waiting]")) { pause = 1500; return; }
    asking = setTimeout(() => {
      pause = Math.min(pause * 1.5, 20000);
      list.querySelector("details[open]") || list.contains(document.activeElement) ? follow() : renew();
    }, pause);
  };
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.elt?.id === "bilag" || event.target.id === "bilag") follow(); });

  const take = (files) => {
    for (const file of files) {
      const upload = new Upload(file);
      rows.hidden = false;
      if (file.size > limit * 1e6) upload.tell(`Fylder over ${limit} MB og er ikke sendt. Gør den mindre, og prøv igen.`, "refused");
      else if (!file.size) upload.tell("Er tom og er ikke sendt.", "refused");
      else waiting.push(upload);
    }
    next();
  };

  // A folder that is dropped has no bytes of its own; its files must be chosen.
  const holdsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  let depth = 0;
  addEventListener("dragenter", (event) => { if (holdsFiles(event)) { depth += 1; place.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (holdsFiles(event) && (depth -= 1) <= 0) { depth = 0; place.classList.remove("over"); } });
  addEventListener("dragover", (event) => { if (holdsFiles(event)) { event.preventDefault(); event.dataTransfer.dropEffect = "copy"; } });
  addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    place.classList.remove("over");
    const items = [...event.dataTransfer.items].filter((one) => one.kind === "file");
    const folders = items.filter((one) => one.webkitGetAsEntry?.()?.isDirectory).length;
    if (folders) say("En mappe kan ikke vedhæftes. Vælg filerne i den.");
    take(folders ? items.filter((one) => !one.webkitGetAsEntry().isDirectory).map((one) => one.getAsFile()) : event.dataTransfer.files);
    place.scrollIntoView({ block: "nearest" });
  });
  const chosen = form.querySelector("input[type=file]");
  chosen.addEventListener("change", () => {
    if (!chosen.files.length) return;
    take([...chosen.files]);
    chosen.value = "";
  });
  form.querySelector("button[type=submit]").hidden = true;
  addEventListener("beforeunload", (event) => { if (under.size || waiting.length) event.preventDefault(); });
  follow();
})();
