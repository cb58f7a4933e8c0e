// Unsent text of a form[data-keep] stays in this browser until the server says that it took it, and is offered back.
// data-keep: who writes (an opaque key; "" for whoever is not signed in, whose text lasts as long as the tab).
const LASTS = 7 * 864e5; // ms
const MARK = "kept:";
const FILES = "/kept/"; // names in the cache, no addresses

const store = (form) => (form.dataset.keep ? localStorage : sessionStorage);
const pathOf = (form) => new URL(form.dataset.notYet || form.getAttribute("action") || "", location).pathname;
const nameOf = (form) => `${MARK}${form.dataset.keep}:${pathOf(form)}`;
const files = () => caches.open(MARK);
const typed = (form) => [...new FormData(form)].filter(([name, value]) =>
  typeof value === "string" && form.elements[name]?.type !== "hidden");
const chosen = (form) => [...new FormData(form)].filter(([, value]) => value.size);
const plain = (entries) => JSON.stringify(entries.map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]));

const read = (form) => {
  try { return JSON.parse(store(form).getItem(nameOf(form))); } catch { return null; }
};

// Returns whether it is kept: some browsers keep nothing.
export function remember(form, before = form.beside) {
  try {
    store(form).setItem(nameOf(form), JSON.stringify({ at: Date.now(), entries: typed(form), before }));
    return true;
  } catch { return false; }
}

export function forget(form) {
  if (chosen(form).length) return; // autosave sends no files
  try { drop(store(form), nameOf(form)); } catch { /* It kept nothing. */ }
}

// A form that was given an address of its own: what is kept of it goes there with it.
export function move(form, place) {
  const old = nameOf(form);
  form.action = place;
  try { drop(store(form), old); } catch { /* It kept nothing. */ }
  if (remember(form) && chosen(form).length) putFiles(form);
}

function drop(from, name) {
  from.removeItem(name);
  if (self.caches && from === localStorage) files().then((all) => all.delete(FILES + name));
}

function told(word) {
  const [, value] = new RegExp(`(?:^|; )${word}=([^;]+)`).exec(document.cookie) || [];
  if (value) document.cookie = `${word}=; max-age=0; path=/`;
  return value;
}

// The server's words, cookies: the path of the form that it took, who signed out; and what nobody came back for.
function tidy() {
  const taken = told("taken");
  const path = taken && !document.querySelector("[data-not-yet]") && decodeURIComponent(taken);
  const left = told("left");
  for (const from of [localStorage, sessionStorage]) {
    for (const name of Object.keys(from).filter((one) => one.startsWith(MARK))) {
      const { at } = JSON.parse(from.getItem(name));
      const [, whose] = name.split(":");
      if (at < Date.now() - LASTS || (left && whose === left) || name.slice(MARK.length + whose.length + 1) === path) {
        drop(from, name);
      }
    }
  }
}

function fill(form, entries) {
  const left = [...entries];
  for (const field of form.elements) {
    if (!field.name || /hidden|file|submit|button/.test(field.type)) continue;
    const values = left.filter(([name]) => name === field.name).map(([, value]) => value);
    if ("checked" in field && /checkbox|radio/.test(field.type)) field.checked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length) {
      field.value = values[0];
      left.splice(left.findIndex(([name]) => name === field.name), 1); // several of one name, in their order
    }
  }
}

async function putFiles(form) {
  if (!self.caches || !form.dataset.keep) return;
  const data = new FormData();
  for (const [name, file] of chosen(form)) data.append(name, file);
  await (await files()).put(FILES + nameOf(form), new Response(data));
}

async function filesOf(form) {
  if (!self.caches || !form.dataset.keep) return [];
  const kept = await (await files()).match(FILES + nameOf(form));
  return kept ? [...await kept.formData()] : [];
}

// What was chosen meanwhile stays.
function choose(form, kept, over) {
  for (const [name, file] of kept) {
    const field = form.elements[name];
    if (!field || (field.files.length && !over)) continue;
    const list = new DataTransfer();
    list.items.add(file);
    field.files = list.files;
  }
}

// What was kept waits beside what is typed meanwhile, in its record, until somebody says what to do with it.
function offer(form, found, pictures) {
  const words = form.querySelector("[data-found]");
  const box = words.content.firstElementChild.cloneNode(true);
  const when = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  box.querySelector("time").textContent = new Date(found.at).toLocaleString(document.documentElement.lang, when);
  words.after(box);
  form.beside = found;
  box.onclick = ({ target }) => {
    if (!target.matches("button")) return;
    box.remove();
    form.beside = found.before;
    if (target.matches("[data-restore]")) {
      fill(form, found.entries);
      choose(form, pictures, true);
      form.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      drop(store(form), nameOf(form));
    }
    if (found.before) offer(form, found.before, []);
    else form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
}

// Asks the server to say whether it takes it.
function sending(form) {
  document.cookie = `sending=${encodeURIComponent(pathOf(form))}; max-age=3600; path=/; samesite=strict`;
}

async function watch(form) {
  form.addEventListener("input", ({ target }) => {
    remember(form);
    if (target.type === "file") putFiles(form);
  });
  form.addEventListener("submit", () => {
    remember(form);
    sending(form);
  });
  const found = read(form);
  if (!found) return;
  const differs = () => plain(found.entries) !== plain(typed(form));
  if (differs()) form.beside = found; // from the first key on
  const pictures = await filesOf(form);
  if (form.beside) offer(form, found, pictures);
  // The form again, with what to mend; or a draft whose text the server has, but no photo.
  else if (pictures.length || document.querySelector(".errors")) choose(form, pictures);
  else if (form.matches("[data-draft]") && !differs()) forget(form); // it was kept as the page was left
}

// Whoever signs out takes along what is kept of them, and is told before; of others, nothing.
function leave(form) {
  const words = form.querySelector("[data-unsent]");
  const mine = () => Object.keys(localStorage).filter((name) => name.startsWith(`${MARK}${form.dataset.leaves}:`));
  words.hidden = !mine().length;
  form.addEventListener("submit", (event) => {
    if (words.hidden && mine().length) {
      event.preventDefault();
      words.hidden = false;
    } else {
      mine().forEach((name) => drop(localStorage, name));
    }
  });
}

try {
  tidy();
  document.querySelectorAll("[data-leaves]").forEach(leave);
  document.querySelectorAll("[data-keep]:not([data-not-yet])").forEach(watch);
  // A page in between carries what was written: what it sends, or where to, is the same.
  for (const form of document.querySelectorAll("[data-not-yet]")) {
    form.addEventListener("submit", () => sending(form));
    filesOf(form).then((kept) => choose(form, kept));
  }
} catch { /* A browser that keeps nothing, and says so by an exception. */ }
