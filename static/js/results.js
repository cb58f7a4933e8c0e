// Narrows a list in place: same addresses, but only #results travels.
let inFlight; // AbortController
let leaving; // the one in flight as one went elsewhere
let shown; // address of what #results has now
let enhance; // called with every new #results

const byId = (id) => document.getElementById(id);

export function narrowInPlace(ready) {
  enhance = ready;
  ready(document);
  if (!byId("results")?.matches("[data-live]")) return;
  shown = location.pathname + location.search;
  document.addEventListener("change", ({ target }) => {
    // Words wait for their button.
    if (target.form?.id === "narrow" && target.name !== "q") update(asked(target.form));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "narrow") return;
    event.preventDefault();
    update(asked(event.target), { leap: byId("results").contains(event.submitter) });
  });
  document.addEventListener("click", follow);
  addEventListener("beforeunload", () => { leaving = inFlight; });
  addEventListener("popstate", () => update(new URL(location), { fill: true, push: false }));
}

// The address that the form leads to, without what is empty.
function asked(form) {
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  return url;
}

// A plain click on a link to this same list.
function follow(event) {
  const link = event.target.closest("#results a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.getAttribute("href"), location);
  if (url.origin !== location.origin || url.pathname !== location.pathname) return;
  event.preventDefault();
  update(url, { fill: true, leap: link.closest(".pager") });
}

// fill: words of the address to the search box; push: a step of the history; leap: focus the heading.
async function update(url, { fill, push = true, leap } = {}) {
  inFlight?.abort();
  const mine = (inFlight = new AbortController());
  const address = url.pathname + url.search;
  const from = document.activeElement;
  if (fill) byId("q").value = url.searchParams.get("q");
  try {
    if (address !== shown) {
      const answer = await fetch(url, { headers: { "X-Fragment": "results" }, signal: mine.signal });
      const page = document.createElement("template");
      page.innerHTML = await answer.text();
      if (!answer.ok) throw answer;
      leap &&= [from, document.body].includes(document.activeElement); // or one went on
      swap(page.content.getElementById("results"));
      shown = address;
      if (push) history.pushState(null, "", address);
    }
    if (leap) toHeading();
  } catch {
    if (inFlight === mine && leaving !== mine) location.assign(url);
  }
}

function swap(fresh) {
  const old = byId("results");
  const focused = document.activeElement;
  const { top } = focused.getBoundingClientRect();
  const had = old.contains(focused);
  for (const fold of fresh.querySelectorAll("details[id]")) fold.open = byId(fold.id)?.open;
  old.replaceWith(fresh);
  enhance(fresh);
  document.querySelector("[data-told]").textContent = fresh.dataset.count;
  if (!had) return;
  const same = focused.id && byId(focused.id);
  if (!same) return toHeading();
  same.focus({ preventScroll: true });
  scrollBy(0, same.getBoundingClientRect().top - top); // it stays under the finger
}

function toHeading() {
  const heading = byId("results").querySelector("h2");
  heading.tabIndex = -1;
  heading.focus();
  heading.scrollIntoView();
}
