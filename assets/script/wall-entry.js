// Opens a wall: takes the secret from behind the # of /wall/open#<secret>, removes it from the
// address bar, hands it to the server for a cookie and goes on to the wall. What may pass by itself
// (no network, no store, too many tries) is tried again; a link that opens nothing is not.
(() => {
  const WALL = "/wall/show";
  const TRY_AGAIN = 60;
  const LONGEST_WAIT = 900;
  const PATIENCE = 30_000;
  // The panels of a wall are no secret: they stay in the address and lead on to the wall.
  const GRID = /^\?grid=[1-9]x[1-9]$/.test(window.location.search) ? window.location.search : "";
  let secret = "";
  let turn = 0;

  const say = (name) => {
    for (const section of document.querySelectorAll("[data-say]")) {
      section.hidden = section.dataset.say !== name;
    }
  };

  // Nothing of the link stays in the address, in the history or in what is reloaded.
  const takeSecret = () => {
    secret = decodeURIComponent(window.location.hash.slice(1)).trim();
    window.history.replaceState(null, "", window.location.pathname + GRID);
  };

  const post = async () => {
    try {
      const answer = await fetch("/wall/open", {
        method: "POST",
        credentials: "same-origin",
        cache: "no-store",
        body: secret,
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { status: answer.status, again: Number(answer.headers.get("retry-after")) };
    } catch {
      return { status: 0, again: 0 };
    }
  };

  const enter = async () => {
    const mine = ++turn;
    const { status, again } = await post();
    if (mine !== turn) return;
    if (status === 204) {
      secret = "";
      window.location.replace(WALL + GRID);
      return;
    }
    if (status >= 400 && status < 500 && status !== 429) {
      say(secret ? "closed" : "no_link");
      secret = "";
      return;
    }
    if (status === 429) say("too_soon");
    else say(status === 0 ? "no_network" : "store_gone");
    window.setTimeout(() => {
      if (mine === turn) enter();
    }, Math.min(again || TRY_AGAIN, LONGEST_WAIT) * 1000);
  };

  const begin = () => {
    try {
      takeSecret();
    } catch {
      // A % that stands for nothing: no secret of ours.
      window.history.replaceState(null, "", window.location.pathname + GRID);
      say("closed");
      return;
    }
    say("opening");
    enter();
  };

  // Another link typed into the address bar loads nothing anew.
  window.addEventListener("hashchange", begin);
  begin();
})();
