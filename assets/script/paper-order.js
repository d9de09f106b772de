// Links that order a file which takes a while: progress, cancel, and then the file itself.
// <script src="..." data-failed="..." data-cancel="..." data-fetch="..."></script>
// A link is <a data-order="/download/make/..."> with an element [data-making] after it; without
// this script it leads to the same file, made while the reader waits.
(() => {
  if (window.iocDocuments) return;
  window.iocDocuments = true;
  const words = { ...document.currentScript.dataset };
  const PAUSE = 700;

  const ask = (address, method) =>
    fetch(address, { method, credentials: "same-origin", cache: "no-store" }).then(async (answer) => {
      if (!answer.ok) throw new Error((await answer.text()) || words.failed);
      return answer.json();
    });

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  const show = (place, told, onCancel) => {
    const line = element("span", told.said);
    const parts = [line];
    if (told.state === "making" || told.state === "waiting") {
      const bar = element("progress", "", { "aria-label": told.said });
      if (told.total > 0 && told.done < told.total) {
        bar.max = told.total;
        bar.value = told.done;
      }
      const cancel = element("button", words.cancel, { type: "button" });
      cancel.addEventListener("click", onCancel);
      parts.push(bar, cancel);
    }
    if (told.state === "ready") {
      parts.push(
        element("a", words.fetch, { href: told.file, download: "", class: "ioc-fetch" }),
        element("small", told.kept),
      );
    }
    const had = place.contains(document.activeElement);
    place.replaceChildren(...parts);
    if (had) place.querySelector("button, a")?.focus();
  };

  const follow = (place, first) => {
    const cancel = () => ask(first.cancel, "POST").then((told) => show(place, told, cancel));
    const again = () =>
      ask(first.here, "GET").then((told) => {
        if (place.dataset.here !== first.here || !place.isConnected) return;
        show(place, told, cancel);
        if (told.state === "making" || told.state === "waiting") window.setTimeout(step, PAUSE);
        if (told.state === "ready") place.querySelector("a")?.click();
      });
    const step = () =>
      again().catch((error) => {
        place.textContent = error.message || words.failed;
      });
    place.dataset.here = first.here;
    show(place, first, cancel);
    window.setTimeout(step, PAUSE / 3);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-order]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const place = link.parentElement.querySelector("[data-making]");
    place.textContent = "…";
    ask(link.dataset.order, "POST")
      .then((told) => follow(place, told))
      .catch((error) => {
        place.textContent = error.message || words.failed;
      });
  });
})();
