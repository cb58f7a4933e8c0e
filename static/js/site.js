// Progressive enhancement only: every page works without this file.
import { readOut } from "./hexmap.js";
import { focusErrors } from "./errors.js";

document.querySelectorAll(".hexmap").forEach(readOut);
focusErrors(document);
