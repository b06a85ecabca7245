/** The switch between light and dark; the system's choice holds until it is used. */

import { iconButton } from "./button.js";
import { icon } from "./icons.js";

const system = matchMedia("(prefers-color-scheme: dark)");

export function themeSwitch() {
  const element = iconButton("Dark mode", "moon", { onclick: () => turn(element) });
  system.addEventListener("change", () => show(element));
  show(element);
  return element;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}

function turn(element) {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  remember(theme);
  show(element);
}

// Plain text, because theme.js reads it before any module has loaded.
function remember(theme) {
  try {
    localStorage.setItem("zaffre.theme", theme);
  } catch {
    // Where storage is off, the choice lasts as long as the page.
  }
}

function show(element) {
  element.setAttribute("aria-pressed", isDark());
  element.replaceChildren(icon(isDark() ? "sun" : "moon"));
}
