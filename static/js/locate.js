// «Use my position»: only a point rounded to about a hundred metres leaves the browser.
const OPTIONS = { timeout: 10_000 }; // ms

const button = () => document.querySelector("[data-locate]");

export function locateOnClick() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-locate]")) navigator.geolocation.getCurrentPosition(choose, fail, OPTIONS);
  });
}

export function offerToLocate(root) {
  const offer = root.querySelector("[data-locate]");
  if (!offer || !navigator.geolocation) return;
  offer.id = "locate"; // keeps the focus
  offer.hidden = false;
  offer.after(Object.assign(document.createElement("p"), { role: "status", className: "error" }));
}

function choose({ coords }) {
  const point = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(3)).join();
  const select = document.getElementById("f-near");
  select.add(new Option(button().textContent, point, true, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function fail() {
  button().nextSibling.textContent = button().dataset.failed;
}
