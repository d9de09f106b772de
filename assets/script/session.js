// Hands a sign-in ticket to the server, or leaves the session; then loads the same address anew.
// <script src="..." data-do="enter" data-ticket="..." data-failed="..."></script>
// <script src="..." data-do="leave" data-failed="..."></script>
(() => {
  const script = document.currentScript;
  const asked = { ...script.dataset };
  const place = script.parentElement;
  fetch(`/auth/${asked.do}`, {
    method: "POST",
    credentials: "same-origin",
    cache: "no-store",
    body: asked.ticket ?? "",
  })
    .then((answer) => {
      if (!answer.ok) throw new Error(`refused: ${answer.status}`);
      // Whoever leaves also leaves behind what was asked last.
      if (asked.do === "leave") window.location.assign("/");
      else window.location.reload();
    })
    .catch(() => {
      place.textContent = asked.failed;
    });
})();
