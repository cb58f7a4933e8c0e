// Progressive enhancement only: every page works without this file.
import { suggest } from "./combobox.js";
import { readOut } from "./hexmap.js";
import { countDown } from "./limit.js";
import { offerToLocate } from "./locate.js";
import { narrowInPlace } from "./results.js";

document.querySelectorAll("[data-suggest]").forEach(suggest);
document.querySelectorAll("[data-limit]").forEach(countDown);
narrowInPlace((root) => {
  root.querySelectorAll(".hexmap").forEach(readOut);
  root.querySelectorAll("[data-apply]").forEach((button) => { button.hidden = true; });
  offerToLocate(root);
});
// The summary of errors takes the focus: it is read aloud and scrolled into view.
document.querySelector(".errors[tabindex]")?.focus();
// The page after a form that was sent, or after signing out, has to know of it too.
const told = /\b(taken|left)=/.test(document.cookie);
if (told || document.querySelector("[data-keep], [data-not-yet], [data-leaves]")) import("./keep.js");
