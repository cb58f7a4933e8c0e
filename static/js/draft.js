// Keeps a form on the server while one writes. Without this, its buttons do.
const form = document.querySelector("[data-draft]");
const kept = document.querySelector("[data-kept]");
const alike = document.querySelector("[data-alike]");
const elsewhere = document.querySelector("[data-elsewhere]");
const PAUSE = 2500;
let timer;
let busy = false;
let again = false;

async function keep() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  form.elements.turn.value++;
  const data = new FormData(form);
  data.delete("picture");
  data.delete("image_gone");
  data.set("save", "auto");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "alike" } });
    if (answer.ok && !answer.redirected) {
      const place = answer.headers.get("Location");
      if (place && !form.action.endsWith(place)) {
        // From now on this is a draft with an address of its own.
        form.action = place;
        history.replaceState(null, "", place);
      }
      const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      kept.textContent = `${form.dataset.keptAt} ${now}`;
      const others = answer.headers.get("X-Elsewhere");
      elsewhere.hidden = !others;
      if (others) {
        elsewhere.querySelector("b").textContent = decodeURIComponent(others);
        elsewhere.querySelector("a").href = form.action;
      }
      const found = await answer.text();
      if (alike.innerHTML.trim() !== found.trim() && !alike.contains(document.activeElement)) alike.innerHTML = found;
    }
  } catch {
    // No connection: what is typed is still in the page, and the next pause tries again.
  }
  busy = false;
  if (again) {
    again = false;
    later();
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

form?.addEventListener("input", later);
form?.addEventListener("submit", () => {
  clearTimeout(timer);
  form.elements.turn.value++;
});
