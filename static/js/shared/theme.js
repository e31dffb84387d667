// A classic script in the head, so that a chosen theme is there before the first paint.
(() => {
  const key = "drumscape-theme";
  const root = document.documentElement;
  try {
    const saved = localStorage.getItem(key);
    if (saved) root.dataset.theme = saved;
  } catch {
    // a browser that keeps nothing follows the system
  }

  const isDark = () =>
    (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) ===
    "dark";
  const announce = () => document.dispatchEvent(new CustomEvent("themechange"));

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-toggle]")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    announce();
    try {
      localStorage.setItem(key, root.dataset.theme);
    } catch {
      // it holds until the page closes
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
})();
