// Says, under the map, which barri is under the pointer or has the focus. Screen readers already hear the link's
// own name, so the <output> is hidden from them; the map's data-idle is what it says the rest of the time.
export function readOut(map) {
  const output = map.querySelector("output");
  if (!output) return;
  const idle = () => { output.textContent = map.dataset.idle ?? ""; };
  const tell = (event) => {
    const tile = event.target.closest("a.hex");
    if (!tile) return idle();
    const words = [tile.querySelector("title").textContent, tile.dataset.d];
    output.textContent = words.filter(Boolean).join(" · ");
  };
  output.hidden = false;
  idle();
  map.addEventListener("pointerover", tell);
  map.addEventListener("focusin", tell);
  map.addEventListener("pointerleave", idle);
  map.addEventListener("focusout", idle);
}
