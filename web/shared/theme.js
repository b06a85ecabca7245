/* Sets the chosen theme before the first paint; a classic script so that nothing flickers. */
try {
  const theme = localStorage.getItem("zaffre.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be switched off; the system's own choice of theme then holds.
}
