// What the page can do where scripts run; without them it is whole, and the speakers are links.
(() => {
  "use strict";
  const root = document.currentScript.parentElement;
  const all = (selector, from = root) => [...from.querySelectorAll(selector)];
  const speakers = all("a.speaker").map((link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.dataset.s = link.dataset.s;
    button.style.cssText = link.style.cssText;
    button.setAttribute("aria-pressed", "false");
    button.append(...link.childNodes);
    link.replaceWith(button);
    return button;
  });
  const status = root.querySelector(".status");
  let only = null;

  // A speaker who is not chosen keeps their place in the text, without bar, ground and label.
  function choose(number) {
    only = number;
    for (const button of speakers) {
      const other = number !== null && button.dataset.s !== number;
      button.setAttribute("aria-pressed", String(button.dataset.s === number));
      root.style.setProperty(`--s${button.dataset.s}`, other ? "transparent" : "");
      button.style.setProperty("--s", `var(--of${button.dataset.s})`);
    }
    const isOther = (one) => number !== null && one.dataset.s !== number;
    for (const one of all(".label, .text .told, .entry, .statement, .once li, .contents li")) one.hidden = isOther(one);
    for (const part of all(".text [data-q]")) part.classList.toggle("aside", isOther(part));
    const chosen = new Set(all(".entry:not([hidden])").map((entry) => entry.id.replace("quote-", "")));
    for (const line of all(".text p")) {
      const isQuoted = all("[data-q]", line).some((part) => part.dataset.q.split(" ").some((id) => chosen.has(id)));
      line.classList.toggle("quiet", number !== null && !isQuoted);
    }
    for (const article of all("article")) {
      article.hidden = number !== null && !article.querySelector(`.label[data-s="${number}"]`);
    }
    for (const group of all(".once")) group.hidden = number !== null && !group.querySelector("li:not([hidden])");
    report(number);
    place();
  }

  function report(number) {
    if (!status) return;
    status.replaceChildren();
    if (number === null) return;
    const chosen = speakers.find((button) => button.dataset.s === number);
    const name = document.createElement("span");
    name.textContent = `Only ${chosen.querySelector("bdi").textContent}`;
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = "show all";
    reset.addEventListener("click", () => { choose(null); chosen.focus(); });
    status.append(name, reset);
  }

  for (const button of speakers) {
    button.addEventListener("click", () => choose(only === button.dataset.s ? null : button.dataset.s));
  }

  // A label at the end of a line would run out of the column: it is moved to the left.
  function place() {
    const moved = all(".label").map((label) => {
      const width = parseFloat(getComputedStyle(label.firstElementChild, "::before").width) || 0;
      const end = label.closest(".text").getBoundingClientRect().right;
      return [label, end - label.getBoundingClientRect().left - width];
    });
    for (const [label, room] of moved) label.style.setProperty("--left", `${Math.min(0, room)}px`);
  }

  // The card tells of the quotes under the pointer or the focus what their entries in the list tell.
  const card = document.createElement("div");
  card.className = "card";
  card.hidden = true;
  card.setAttribute("aria-hidden", "true");
  root.append(card);
  let timer = 0;

  function show(ids, at) {
    clearTimeout(timer);
    const entries = ids.map((id) => root.querySelector(`#quote-${id}`)).filter((entry) => entry && !entry.hidden);
    if (!entries.length) { hide(); return; }
    card.replaceChildren(...entries.reverse().map((entry) => {
      const copy = document.createElement("div");
      copy.className = "entry";
      copy.dataset.s = entry.dataset.s;
      copy.style.cssText = entry.style.cssText;
      copy.append(...[...entry.childNodes].map((node) => node.cloneNode(true)));
      for (const link of all("a", copy)) link.tabIndex = -1;
      return copy;
    }));
    card.hidden = false;
    const box = card.getBoundingClientRect();
    const below = at.bottom + 4;
    const fits = below + box.height < innerHeight || at.top < box.height + 8;
    card.style.top = `${fits ? below : at.top - box.height - 6}px`;
    card.style.left = `${Math.max(12, Math.min(at.left, document.documentElement.clientWidth - box.width - 12))}px`;
    for (const part of all(".text [data-q]")) {
      part.classList.toggle("on", part.dataset.q.split(" ").includes(ids[ids.length - 1]));
    }
  }

  function hide() {
    card.hidden = true;
    for (const part of all(".text .on")) part.classList.remove("on");
  }

  const leave = () => { clearTimeout(timer); timer = setTimeout(hide, 250); };
  for (const part of all(".text [data-q]")) {
    part.removeAttribute("title"); // the card tells it
    part.addEventListener("pointerenter", (event) => {
      const boxes = [...part.getClientRects()];
      const at = boxes.find((box) => event.clientY <= box.bottom) || boxes[boxes.length - 1];
      show(part.dataset.q.split(" "), { left: event.clientX, top: at.top, bottom: at.bottom });
    });
    part.addEventListener("pointerleave", leave);
  }
  for (const link of all(".label a[data-of]")) {
    // The label is drawn below its element: the card must not cover it.
    const tell = () => {
      const { left, top } = link.getBoundingClientRect();
      const drawn = getComputedStyle(link, "::before");
      show([link.dataset.of], { left, top, bottom: top + parseFloat(drawn.top) + parseFloat(drawn.height) });
    };
    link.addEventListener("focus", tell);
    link.addEventListener("pointerenter", tell);
    link.addEventListener("pointerleave", leave);
    link.addEventListener("blur", hide);
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!card.hidden) hide(); else if (only !== null) choose(null);
  });
  addEventListener("resize", place);
  place();
})();
