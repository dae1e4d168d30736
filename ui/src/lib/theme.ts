// Light or dark: the system's choice until the user makes one.
const kept = localStorage.getItem("theme");
if (kept) document.documentElement.dataset.theme = kept;

export function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}
