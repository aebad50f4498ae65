// Completion of the search box, and keys. The pages do without.
"use strict";
(() => {
  const root = document.body.dataset.root;

  // Completion: a list below the box, which arrows walk through.
  function complete(box) {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0].textContent);
    list.hidden = true;
    const status = document.createElement("span");
    status.className = "hidden";
    status.setAttribute("role", "status");
    box.parentNode.append(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": list.id,
    })) box.setAttribute(name, value);

    let chosen = -1, timer = 0, asked = 0;

    function close() {
      list.hidden = true;
      chosen = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }
    function choose(number) {
      const items = list.children;
      if (!items.length) return;
      chosen = (number + items.length) % items.length;
      for (const [at, item] of [...items].entries())
        item.setAttribute("aria-selected", String(at === chosen));
      items[chosen].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", items[chosen].id);
    }
    function take(item) {
      const end = box.selectionStart;
      const before = box.value.slice(0, end - Number(item.dataset.length));
      const space = item.dataset.text.endsWith(":") ? "" : " ";
      const rest = box.value.slice(end);
      box.value = before + item.dataset.text + space + rest;
      const at = before.length + item.dataset.text.length + space.length;
      box.setSelectionRange(at, at);
      close();
      box.focus();
    }
    async function ask() {
      const number = ++asked;
      const typed = box.value.slice(0, box.selectionStart);
      if (!typed.trim() || /\s$/.test(typed)) return close();
      let found;
      try {
        const answer = await fetch(`${root}/complete.json?q=${encodeURIComponent(typed)}`);
        if (!answer.ok) return close();
        found = (await answer.json()).completions;
      } catch {
        return close();
      }
      if (number !== asked || document.activeElement !== box) return;
      list.replaceChildren(...found.map((one, at) => {
        const item = document.createElement("li");
        item.id = `suggestion-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.text = one.text;
        item.dataset.length = [...typed].slice(-one.length).join("").length;
        const name = document.createElement("bdi");
        name.textContent = one.name;
        const count = document.createElement("span");
        count.className = "faint";
        count.textContent = one.count ? one.count : "";
        item.append(name, count);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(item);
        });
        return item;
      }));
      chosen = -1;
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = found.length
        ? document.body.dataset.suggestions.replace("{number}", found.length) : "";
    }
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
      else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0)
        take(list.children[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  // Keys: / for the box, j and k from passage to passage, n and p from page to page.
  function walk(step) {
    const titles = [...document.querySelectorAll(".hit .heading")];
    if (!titles.length) return;
    const at = titles.findIndex((one) => one.closest(".hit").contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : titles.length - 1)
      : Math.min(titles.length - 1, Math.max(0, at + step));
    titles[next].focus();
    titles[next].closest(".hit").scrollIntoView({ block: "nearest" });
  }
  function turn(direction) {
    const link = document.querySelector(`a[rel="${direction}"]`);
    if (link) link.click();
  }
  const keys = {
    "/": () => {
      const box = document.querySelector('input[type="search"]');
      if (box) { box.focus(); box.select(); }
    },
    j: () => walk(1),
    k: () => walk(-1),
    n: () => turn("next"),
    p: () => turn("prev"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  const box = document.getElementById("q");
  if (box) complete(box);
  const help = document.querySelector(".keys");
  if (help) help.hidden = false;
})();
