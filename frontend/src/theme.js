// Light or dark, before the first paint: the person's choice, else the system's.
const system = matchMedia("(prefers-color-scheme: dark)");

function choice() {
  try {
    return localStorage.getItem("theme") ?? "auto";
  } catch {
    return "auto"; // storage may be switched off
  }
}

function show() {
  const theme = choice() === "auto" ? (system.matches ? "dark" : "light") : choice();
  const root = document.documentElement;
  if (root.dataset.bsTheme === theme && root.dataset.themeChoice === choice()) return;
  root.dataset.bsTheme = theme;
  root.dataset.themeChoice = choice();
  root.dispatchEvent(new CustomEvent("tenure:theme"));
}

show();
system.addEventListener("change", show);
addEventListener("storage", show); // another tab chose
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-theme]");
  if (!button) return;
  try {
    localStorage.setItem("theme", button.dataset.theme);
  } catch {
    // the choice then holds for this page only
  }
  show();
});
