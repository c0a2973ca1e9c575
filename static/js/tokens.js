// A field of several names, parted by semicolons, shown as chips with a list to choose from while typing.
(() => {
  "use strict";
  const icon = (name) => document.querySelector(`template[data-icon="${name}"]`)?.innerHTML || "";
  const split = (text) => text.split(";").map((part) => part.trim()).filter(Boolean);

  document.querySelectorAll("input[data-tokens]").forEach((field) => {
    const label = field.closest(".field").querySelector("label");
    const box = document.createElement("div");
    box.className = "chips";
    const typing = document.createElement("input");
    typing.className = "input";
    typing.id = `${field.id}_ny`;
    typing.setAttribute("list", field.dataset.tokens);
    typing.autocomplete = "off";
    label.htmlFor = typing.id;
    field.hidden = true;
    field.after(box);

    const draw = () => {
      box.replaceChildren();
      for (const name of split(field.value)) {
        const chip = document.createElement("span");
        chip.className = "chip";
        chip.textContent = name;
        const off = document.createElement("button");
        off.type = "button";
        off.className = "mini";
        off.setAttribute("aria-label", `Fjern ${name}`);
        off.innerHTML = icon("x");
        off.addEventListener("click", () => { set(split(field.value).filter((one) => one !== name)); typing.focus(); });
        chip.append(off);
        box.append(chip);
      }
      typing.placeholder = field.value ? "Tilføj en mere" : "Skriv et navn";
      box.append(typing);
    };
    const set = (names) => {
      field.value = [...new Set(names)].join("; ");
      draw();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const take = () => {
      if (!typing.value.trim()) return false;
      const known = [...document.querySelectorAll(`#${field.dataset.tokens} option`)].map((one) => one.value);
      // The beginning of one known name, and of no other, means that name.
      const whole = (typed) => {
        const like = known.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
        return like.length === 1 ? like[0] : typed;
      };
      const names = [...split(field.value), ...split(typing.value).map(whole)];
      typing.value = "";
      set(names);
      return true;
    };
    typing.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === ";") {
        event.preventDefault();
        if (take()) typing.focus();
      } else if (event.key === "Backspace" && !typing.value && field.value) {
        event.preventDefault();
        set(split(field.value).slice(0, -1));
        typing.focus();
      }
    });
    // Choosing from the list fires "input" with the whole name.
    typing.addEventListener("input", (event) => {
      event.stopPropagation();
      const known = [...document.querySelectorAll(`#${field.dataset.tokens} option`)].some((one) => one.value === typing.value);
      if (known && event.inputType !== "insertText") { take(); typing.focus(); }
    });
    typing.addEventListener("change", (event) => { event.stopPropagation(); take(); });
    field.addEventListener("words:set", draw);
    draw();
  });
})();
