// Search as you type: the server's own answer replaces the list.
const input = document.getElementById("q");
let running = null;
let timer = 0;

async function search() {
  running?.abort();
  running = new AbortController();
  const url = input.value.trim() ? `/?q=${encodeURIComponent(input.value.trim())}` : "/";
  try {
    const answer = await fetch(url, { signal: running.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("found").replaceWith(document.adoptNode(page.getElementById("found")));
    history.replaceState(null, "", url);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, 120);
});
