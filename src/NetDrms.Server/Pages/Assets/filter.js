// A field that hides what does not hold its text.
for (const input of document.querySelectorAll("input[data-filters]")) {
  const count = input.dataset.count ? document.querySelector(input.dataset.count) : null;
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of document.querySelectorAll(input.dataset.filters)) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every(word => text.includes(word));
      if (!item.hidden) shown++;
    }
    if (count) count.textContent = words.length ? `${shown} shown` : "";
  };
  input.addEventListener("input", apply);
  if (input.value) apply();
}
