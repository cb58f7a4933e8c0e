// Suggestions under the search box: an ARIA combobox. At data-suggest: {groups: [{label, items: [{name, note, url}]}]}.
const SHORTEST = 2; // letters
const PAUSE = 200; // ms without typing before it asks

function make(properties, ...children) {
  const made = Object.assign(document.createElement("div"), properties);
  made.append(...children);
  return made;
}

function group({ label, items }, at) {
  const title = make({ id: `suggest-g${at}`, className: "suggest__g" }, label);
  const made = make({ role: "group" }, title, ...items.map(({ name, note, url }) =>
    make({ role: "option", ariaSelected: false, url }, `${name} `, make({ className: "small" }, note))));
  made.setAttribute("aria-labelledby", title.id);
  return made;
}

export function suggest(box) {
  const input = box.querySelector("input[name=q]");
  const { suggest: source, label, toldOne, toldMany } = box.dataset;
  const list = make({ role: "listbox", id: "suggest", className: "suggest", ariaLabel: label, hidden: true });
  const status = make({ role: "status", className: "vh" });
  let options = [], active = -1, dismissed, timer, asking, queued;
  const words = () => input.value.trim();
  const go = (option) => {
    stop();
    if (option) location.assign(option.url);
  };

  // at: place of an option, or -1
  function move(at) {
    if (active >= 0) options[active].ariaSelected = false;
    active = at;
    input.setAttribute("aria-activedescendant", options[at]?.id ?? "");
    if (at < 0) return;
    options[at].ariaSelected = true;
    options[at].scrollIntoView({ block: "nearest" });
  }

  function show(groups) {
    move(-1);
    list.replaceChildren(...groups.map(group));
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, at) => { option.id = `suggest-${at}`; });
    list.hidden = !options.length;
    input.ariaExpanded = !list.hidden;
    status.textContent = (options.length === 1 ? toldOne : toldMany).replace("{n}", options.length);
  }

  function close() {
    show([]);
    status.textContent = "";
  }

  function stop() {
    dismissed = true; // late answers too
    clearTimeout(timer);
    asking?.abort();
  }

  function dismiss() {
    stop();
    close();
  }

  // One request at a time; of what is typed meanwhile, only the latest.
  async function ask() {
    queued = asking;
    const asked = words();
    if (asking || dismissed || asked.length < SHORTEST) return;
    const mine = (asking = new AbortController());
    setTimeout(() => mine.abort(), 5000);
    let groups;
    try {
      const url = `${source}?q=${encodeURIComponent(asked)}`;
      ({ groups } = await (await fetch(url, { signal: mine.signal })).json());
    } catch { /* It works without. */ }
    asking = null;
    if (asked === words() && !dismissed) groups ? show(groups) : close();
    if (queued) ask();
  }

  function step(by) {
    const n = options.length;
    if (n) return move(active < 0 && by < 0 ? n - 1 : (active + by + n) % n);
    dismissed = false;
    ask();
  }

  function press(event) {
    const { key, isComposing } = event;
    if (isComposing) return;
    if (key === "ArrowDown") step(1);
    else if (key === "ArrowUp") step(-1);
    else if (key === "Enter" && active >= 0) go(options[active]);
    else if (key === "Escape" && options.length) dismiss(); // the next one clears
    else return /Home|End|Arrow/.test(key) && move(-1);
    event.preventDefault();
  }

  Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: false });
  input.setAttribute("aria-controls", list.id);
  input.after(list);
  box.append(status);
  input.addEventListener("input", () => {
    dismissed = false;
    move(-1);
    clearTimeout(timer);
    if (words().length < SHORTEST) dismiss();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", press);
  input.addEventListener("blur", dismiss);
  input.form.addEventListener("submit", dismiss);
  for (const gone of ["popstate", "pagehide"]) addEventListener(gone, dismiss);
  list.onmousedown = () => {
    stop(); // what one presses stays there
    return false; // keeps the focus
  };
  list.onclick = ({ target }) => go(target.closest("[role=option]"));
}
