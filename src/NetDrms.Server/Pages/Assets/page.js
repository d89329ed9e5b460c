// What every page can do: change its colours, copy a line.
const root = document.documentElement;
const themeButton = document.getElementById("theme");
const names = { auto: "Auto", light: "Light", dark: "Dark" };

function showTheme() {
  const theme = root.dataset.theme ?? "auto";
  themeButton.textContent = names[theme];
  themeButton.setAttribute("aria-label", `Colours: ${theme === "auto" ? "as the system" : theme}`);
}

themeButton.addEventListener("click", () => {
  const order = ["auto", "light", "dark"];
  const next = order[(order.indexOf(root.dataset.theme ?? "auto") + 1) % order.length];
  if (next === "auto") delete root.dataset.theme; else root.dataset.theme = next;
  if (next === "auto") localStorage.removeItem("theme"); else localStorage.setItem("theme", next);
  showTheme();
  document.dispatchEvent(new Event("themechange"));
});
showTheme();

document.addEventListener("click", async event => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copies).textContent;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // no clipboard without https: select the text, so that one key copies it
    getSelection().selectAllChildren(document.getElementById(button.dataset.copies));
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = label; }, 1500);
});
