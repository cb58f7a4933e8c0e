// Keeps a form on the server while one writes. Without this, its buttons do.
import { forget, move, remember } from "./keep.js";

const form = document.querySelector("[data-draft]");
const kept = document.querySelector("[data-kept]");
const alike = document.querySelector("[data-alike]");
const elsewhere = document.querySelector("[data-elsewhere]");
const unkept = document.querySelector("[data-unkept]");
const PAUSE = 2500; // ms without typing before it keeps
const AGAIN = 20_000; // ms after which it tries once more
let timer;
let busy = false;
let again = false;
let dirty = false; // something was typed that the server has not acknowledged
let leaving = false; // the form itself is on its way

async function keep(leave) {
  if (busy || leaving) {
    again = true;
    return;
  }
  busy = true;
  clearTimeout(timer);
  dirty = false; // what is typed from here on is not in what is sent
  const why = await send(leave === true).catch(() => "away"); // no connection
  busy = false;
  if (why) dirty = true;
  if (leaving) return;
  say(why);
  if (!why && !dirty) forget(form);
  if (why) later(AGAIN);
  else if (again) later();
  again = false;
}

// Returns "" when it was kept, else why it was not: "out", "other" (signed in), "away", "refused".
async function send(leave, retried) {
  const answer = await post(leave);
  if (leaving) return "away";
  if (answer.ok && !answer.redirected) {
    await show(answer);
    return "";
  }
  if (answer.status >= 500 || answer.status === 429) return "away";
  if (answer.status !== 401 && answer.status !== 403) return "refused";
  return (await renew()) || (retried ? "refused" : send(leave, true));
}

function post(leave) {
  form.elements.turn.value++;
  const data = new FormData(form);
  data.delete("picture");
  data.delete("image_gone");
  data.set("save", "auto");
  return fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "alike" }, keepalive: leave });
}

async function show(answer) {
  const place = answer.headers.get("Location");
  if (place && !form.action.endsWith(place)) {
    // From now on this is a draft with an address of its own.
    move(form, place);
    history.replaceState(null, "", place);
  }
  const others = answer.headers.get("X-Elsewhere");
  elsewhere.hidden = !others;
  if (others) {
    elsewhere.querySelector("b").textContent = decodeURIComponent(others);
    elsewhere.querySelector("a").href = form.action;
    uncover();
  }
  const found = await answer.text();
  if (alike && alike.innerHTML.trim() !== found.trim() && !alike.contains(document.activeElement)) alike.innerHTML = found;
}

// After signing in again the check of the form is another: takes it from the page, if it is still of the same person.
async function renew() {
  const answer = await fetch(location.href, { cache: "no-store" });
  const page = document.createElement("template");
  page.innerHTML = await answer.text();
  const fresh = page.content.querySelector("[data-draft]");
  if (!fresh) return answer.redirected ? "out" : "other";
  if (fresh.dataset.keep !== form.dataset.keep) return "other";
  form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
  return "";
}

// Where one is writing, whether it is kept.
function say(why) {
  unkept.hidden = !why;
  if (!why) {
    const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    kept.textContent = `${form.dataset.keptAt} ${now}`;
    return;
  }
  kept.textContent = "";
  for (const words of unkept.querySelectorAll("[data-why]")) words.hidden = words.dataset.why !== why;
  unkept.querySelector("[data-here]").hidden = !remember(form);
  uncover();
}

// A notice is not to stand over what one is writing in.
function uncover() {
  if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
}

function later(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

form?.addEventListener("input", () => {
  dirty = true;
  if (busy) again = true;
  later();
});
form?.addEventListener("submit", () => {
  clearTimeout(timer);
  form.elements.turn.value++;
  leaving = true;
});
if (form) {
  // Back from another tab, where one may have signed in; or away from the page before the pause was over.
  document.addEventListener("visibilitychange", () => dirty && keep(document.hidden));
  addEventListener("online", () => dirty && keep());
  addEventListener("pageshow", () => { leaving = false; });
}
