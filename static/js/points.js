// Recommendation points as rows that can be moved and indented. The textarea behind them stays the field: a line a
// point, a dash and two spaces a level for points under a point (meetings/papers/points.py reads the same).
(() => {
  "use strict";
  const DEEPEST = 3;
  const START = "at ";
  const icon = (name) => document.querySelector(`template[data-icon="${name}"]`)?.innerHTML || "";

  class Points {
    constructor(area) {
      this.area = area;
      this.list = document.createElement("ol");
      this.list.className = "recs";
      this.more = document.createElement("button");
      this.more.type = "button";
      this.more.className = "btn btn-quiet btn-s";
      this.more.innerHTML = `${icon("plus")}Tilføj »at …«`;
      this.more.addEventListener("click", () => this.add(null, START, 0));
      area.hidden = true;
      area.closest(".field").querySelector("label").removeAttribute("for");
      area.after(this.list, this.more);
      this.read();
      area.addEventListener("words:set", () => this.read());
      this.list.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("input", (event) => { this.fit(event.target); this.write(); });
      this.list.addEventListener("click", (event) => this.press(event));
      this.drag();
    }

    get rows() { return [...this.list.children]; }
    depth(row) { return Number(row.dataset.depth); }

    read() {
      this.list.replaceChildren();
      this.area.value.split("\n").filter((line) => line.trim()).forEach((line) => {
        const child = line.match(/^(\s*)[-–•]\s+/);
        const depth = child ? Math.min(child[1].length / 2 + 1, DEEPEST) : 0;
        this.list.append(this.row(child ? line.slice(child[0].length) : line, Math.floor(depth)));
      });
      this.number();
    }

    row(text, depth) {
      const row = document.createElement("li");
      row.dataset.depth = depth;
      row.innerHTML = `<span class="move"><span class="grip" draggable="true" aria-hidden="true">${icon("grip")}</span><button class="mini" type="button" data-do="up">${icon("up")}</button><button class="mini" type="button" data-do="down">${icon("down")}</button></span><span class="rn" aria-hidden="true"></span><textarea class="input" rows="1"></textarea><button class="mini" type="button" data-do="remove">${icon("x")}</button>`;
      const field = row.querySelector("textarea");
      field.value = text;
      requestAnimationFrame(() => this.fit(field));
      return row;
    }

    fit(field) {
      field.style.blockSize = "auto";
      field.style.blockSize = `${field.scrollHeight + 2}px`;
    }

    /** Numbers, names for a screen reader, and no step deeper than one below the row before. */
    number() {
      const counts = [];
      this.rows.forEach((row, place) => {
        const before = place ? this.depth(this.rows[place - 1]) : -1;
        row.dataset.depth = Math.min(this.depth(row), before + 1);
        const depth = this.depth(row);
        counts.length = depth + 1;
        counts[depth] = (counts[depth] || 0) + 1;
        const name = depth ? `underpunkt ${counts.slice(0, depth + 1).join(".")}` : `indstillingspunkt ${counts[0]}`;
        row.querySelector(".rn").textContent = depth ? "–" : `${counts[0]}.`;
        row.querySelector("textarea").setAttribute("aria-label", name[0].toUpperCase() + name.slice(1));
        const label = { up: "op", down: "ned" };
        row.querySelectorAll("[data-do]").forEach((button) => {
          const verb = button.dataset.do;
          button.setAttribute("aria-label", verb === "remove" ? `Slet ${name}` : `Flyt ${name} ${label[verb]}`);
        });
        row.querySelector("[data-do=up]").disabled = place === 0;
        row.querySelector("[data-do=down]").disabled = place + this.family(row).length === this.rows.length;
      });
    }

    write() {
      this.area.value = this.rows.map((row) => {
        const text = row.querySelector("textarea").value.replace(/\s*\n\s*/g, " ").trim();
        const depth = this.depth(row);
        return text && text !== START.trim() ? `${depth ? `${"  ".repeat(depth - 1)}- ` : ""}${text}` : "";
      }).filter(Boolean).join("\n");
      this.area.closest("form").dispatchEvent(new CustomEvent("points:written", { bubbles: true }));
    }
    changed() { this.number(); this.write(); this.area.dispatchEvent(new Event("input", { bubbles: true })); }

    add(after, text, depth) {
      const row = this.row(text, depth);
      after ? after.after(row) : this.list.append(row);
      this.number();
      const field = row.querySelector("textarea");
      field.focus();
      field.setSelectionRange(text.length, text.length);
      return row;
    }

    /** A row and the rows under it, which move with it. */
    family(row) {
      const rows = this.rows;
      const from = rows.indexOf(row);
      let to = from + 1;
      while (to < rows.length && this.depth(rows[to]) > this.depth(row)) to += 1;
      return rows.slice(from, to);
    }

    shift(row, way) {
      const moving = this.family(row);
      if (way < 0) {
        let above = row.previousElementSibling;
        while (above && this.depth(above) > this.depth(row)) above = above.previousElementSibling;
        (above || row.previousElementSibling)?.before(...moving);
      } else {
        const below = moving.at(-1).nextElementSibling;
        if (below) this.family(below).at(-1).after(...moving);
      }
      this.changed();
    }

    indent(row, way) {
      const before = row.previousElementSibling;
      const depth = this.depth(row) + way;
      if (depth < 0 || depth > DEEPEST || (way > 0 && (!before || depth > this.depth(before) + 1))) return;
      this.family(row).forEach((one) => { one.dataset.depth = Math.min(this.depth(one) + way, DEEPEST); });
      this.changed();
    }

    remove(row) {
      const next = row.previousElementSibling || row.nextElementSibling;
      row.remove();
      this.changed();
      (next?.querySelector("textarea") || this.more).focus();
    }

    key(event) {
      const row = event.target.closest("li");
      if (!row || event.target.tagName !== "TEXTAREA") return;
      const field = event.target;
      if (event.key === "Enter") {
        event.preventDefault();
        const rest = field.value.slice(field.selectionEnd);
        field.value = field.value.slice(0, field.selectionStart);
        const depth = this.depth(row);
        this.add(row, rest || (depth ? "" : START), depth);
        this.changed();
      } else if (event.key === "Tab" && !event.ctrlKey && field.selectionStart === field.selectionEnd && (event.shiftKey ? this.depth(row) > 0 : row.previousElementSibling && field.value.trim() === (this.depth(row) ? "" : START.trim()))) {
        event.preventDefault();
        if (!event.shiftKey && field.value === START) field.value = "";
        this.indent(row, event.shiftKey ? -1 : 1);
      } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        this.shift(row, event.key === "ArrowUp" ? -1 : 1);
        field.focus();
      } else if (event.altKey && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
        event.preventDefault();
        this.indent(row, event.key === "ArrowRight" ? 1 : -1);
      } else if (event.key === "Backspace" && (field.value === "" || field.value.trim() === START.trim()) && field.selectionStart === field.value.length) {
        event.preventDefault();
        this.remove(row);
      }
    }

    press(event) {
      const button = event.target.closest("[data-do]");
      const row = button?.closest("li");
      if (!row) return;
      const verb = button.dataset.do;
      if (verb === "remove") { this.remove(row); return; }
      this.shift(row, verb === "up" ? -1 : 1);
      (button.disabled ? row.querySelector("button:not([disabled])") : button)?.focus();
    }

    drag() {
      let moving = null;
      this.list.addEventListener("dragstart", (event) => {
        if (!event.target.closest(".grip")) return;
        moving = event.target.closest("li");
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", "");
        moving.classList.add("dragged");
      });
      this.list.addEventListener("dragover", (event) => {
        const over = moving && event.target.closest("li");
        if (!over) return;
        event.preventDefault();
        const family = this.family(moving);
        if (family.includes(over)) return;
        const { top, height } = over.getBoundingClientRect();
        event.clientY < top + height / 2 ? over.before(...family) : over.after(...family);
      });
      this.list.addEventListener("dragend", () => {
        moving?.classList.remove("dragged");
        moving = null;
        this.changed();
      });
    }
  }

  document.querySelectorAll("textarea[data-points]").forEach((area) => new Points(area));
})();
