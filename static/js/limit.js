// How many characters are left where a limit is near, or too many. Nothing is cut; the server counts in the same way.
const PAUSE = 600; // ms after the last key: said once, not at each of them
const NEAR = 0.75;

export function countDown(input) {
  const limit = Number(input.dataset.limit);
  const words = input.dataset.words.split("|");
  const told = Object.assign(document.createElement("p"), { className: "hint" });
  told.setAttribute("role", "status");
  input.after(told);
  let timer;
  const say = () => {
    const length = [...input.value.trim().normalize()].length; // characters, not the halves that UTF-16 makes of some
    const left = limit - length;
    const n = Math.abs(left);
    told.textContent = length < limit * NEAR ? "" : words[(left < 0 ? 2 : 0) + (n === 1 ? 0 : 1)].replace("{n}", n);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(say, PAUSE);
  });
  say();
}
