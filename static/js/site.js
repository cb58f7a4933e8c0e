// Progressive enhancement only: every page works without this file.
import { suggest } from "./combobox.js";
import { focusErrors } from "./errors.js";
import { readOut } from "./hexmap.js";
import { countDown } from "./limit.js";
import { locateOnClick, offerToLocate } from "./locate.js";
import { narrowInPlace } from "./results.js";

document.querySelectorAll("[data-suggest]").forEach(suggest);
document.querySelectorAll("[data-limit]").forEach(countDown);
locateOnClick();
narrowInPlace((root) => {
  root.querySelectorAll(".hexmap").forEach(readOut);
  root.querySelectorAll("[data-apply]").forEach((button) => { button.hidden = true; });
  offerToLocate(root);
});
focusErrors(document);
// The page after a form that was sent, or after signing out, has to know of it too.
const told = /\b(taken|left)=/.test(document.cookie);
if (told || document.querySelector("[data-keep], [data-not-yet], [data-leaves]")) import("./keep.js");
