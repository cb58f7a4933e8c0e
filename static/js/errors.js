// After a form comes back with errors, the summary takes the focus: it is read aloud and scrolled into view.
export function focusErrors(root) {
  root.querySelector(".errors[tabindex]")?.focus();
}
