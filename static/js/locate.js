// «Use my position»: only a point rounded to about a hundred metres leaves the browser.
const OPTIONS = { timeout: 10_000 }; // ms

const button = () => document.querySelector("[data-locate]");
const near = () => document.getElementById("f-near");

export function offerToLocate(root) {
  const offer = root.querySelector("[data-locate]");
  if (!offer || !navigator.geolocation) return;
  offer.id = "locate"; // keeps the focus
  offer.hidden = false;
  offer.onclick = locate;
  offer.after(Object.assign(document.createElement("p"), { role: "status", className: "error" }));
}

function locate() {
  const before = near().value;
  const still = (act) => (found) => near().value === before && act(found); // no barri was chosen meanwhile
  navigator.geolocation.getCurrentPosition(still(choose), still(fail), OPTIONS);
}

function choose({ coords }) {
  const point = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(3)).join();
  near().add(new Option(button().textContent, point, true, true));
  near().dispatchEvent(new Event("change", { bubbles: true }));
}

function fail() {
  button().nextSibling.textContent = button().dataset.failed;
}
