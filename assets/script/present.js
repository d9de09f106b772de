// The slides of a meeting: one at a time, whole or not at all, at figures that stand still.
//
// All of them are fetched beforehand, so that a slide changes at once and the meeting goes on when
// the network does not.
"use strict";

(() => {
  const LOOK_AGAIN = 20_000;
  const words = JSON.parse(element("#words").textContent);
  const address = new URLSearchParams(location.search);
  const mirror = address.get("mirror"); // "now", "then", or none: the window that is shared
  const language = address.get("lang") ?? document.documentElement.lang;
  const meeting = meetingHere();
  const stage = new Stage();
  const frames = new Map(); // number -> promise of the slide
  let deck = null;
  let shown = null;
  let line = Promise.resolve();

  const talk = new Talk(meeting, { changed: () => inLine(show), pointed });
  const pointer = new Pointer(talk);
  const last = () => (deck ? deck.slides.length - 1 : talk.state.n);
  const wanted = () => Math.min(talk.state.n + (mirror === "then" ? 1 : 0), last());

  const query = (more) => {
    const shape = (window.innerWidth / window.innerHeight).toFixed(4);
    return new URLSearchParams({ shape, lang: language, ...more });
  };

  function inLine(task) {
    line = line.then(task).catch(failed);
    return line;
  }

  function failed(error) {
    if (error instanceof Closed) return closed();
    if (error instanceof Refused) forget(error.message);
    else if (!(error instanceof Silent)) throw error;
    else if (stage.frame) stage.band(words.silent);
    else stage.say(words.silent);
    setTimeout(() => inLine(look), LOOK_AGAIN / 4);
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Nothing is kept of what may no longer be seen.
  function forget(message) {
    frames.clear();
    deck = null;
    shown = null;
    stage.clear(message);
  }

  // Who is no longer signed in sees nothing more, and signs in where the meeting is found again.
  function closed() {
    const back = deck?.back ?? `/meetings?lang=${language}`;
    forget(words.closed);
    if (!mirror) location.replace(back);
  }

  // ---- What the server has ----
  async function look() {
    const now = await ask(`/present/${meeting}/deck?${query()}`);
    if (now.preparing) return prepare(now);
    const moved = deck && deck.standing !== now.standing;
    const isOther = deck?.edition !== now.edition;
    deck = now;
    stage.look({ letter: deck.letter, theme: talk.state.isNight ? "dark" : "light" });
    document.documentElement.classList.toggle("is-moving", !deck.isStill);
    stage.band(moved ? filled(words.moved, deck) : "", "news");
    if (!isOther) return tellFetched("");
    frames.clear();
    shown = null;
    document.title = deck.meeting;
    await show();
    beforehand();
  }

  // The first slide is on while the server finds out which others there are.
  async function prepare({ preparing, first, letter, isStill, province }) {
    const told = filled(words.preparing, preparing);
    if (!deck && !mirror && !stage.frame && talk.state.n === 0) {
      stage.look({ letter, theme: talk.state.isNight ? "dark" : "light" });
      document.documentElement.classList.toggle("is-moving", !isStill);
      await stage.layOut(first, province);
      stage.swap(first);
    }
    if (stage.frame) tellFetched(told);
    else stage.say(told);
    return look();
  }

  function frameOf(n) {
    if (!frames.has(n)) {
      const asked = ask(`/present/${meeting}/slide?${query({ n })}`);
      frames.set(n, asked);
      asked.catch(() => frames.delete(n));
    }
    return frames.get(n);
  }

  // One after the other, from here on, so that nobody else waits for it.
  async function beforehand() {
    const { edition, slides } = deck;
    const total = slides.length;
    for (let step = 0; step < total && deck?.edition === edition; step += 1) {
      if (mirror && step > 2) return;
      try {
        await frameOf((wanted() + step) % total);
      } catch {
        break;
      }
      if (!mirror && deck?.edition === edition) tellFetched(filled(words.fetching, { done: step + 1, total }));
    }
    if (deck?.edition === edition) tellFetched("");
  }

  function tellFetched(text) {
    put(element(".present-fetched"), text);
    element(".present-fetched").hidden = !text;
  }

  // ---- What is seen ----
  async function show() {
    if (!deck) return;
    const { isBlack, isMasked, isNight } = talk.state;
    element(".present-black").hidden = !isBlack || Boolean(mirror);
    document.documentElement.dataset.posts = isMasked ? "hidden" : "shown";
    document.documentElement.dataset.theme = isNight ? "dark" : "light";
    if (mirror === "then" && talk.state.n >= last()) {
      shown = null;
      return stage.clear(words.end);
    }
    const n = wanted();
    if (shown === n) return;
    const frame = await frameOf(n);
    if (frame.n !== n || frame.edition !== deck.edition) {
      frames.delete(n);
      return look();
    }
    // Asked for anew when it is turned to again.
    if (frame.isBroken) frames.delete(n);
    if (n !== wanted()) return show();
    await stage.layOut(frame, deck.province);
    stage.swap(frame);
    stage.emptyBack();
    stage.place(`${n + 1}/${deck.slides.length}`);
    document.body.dataset.slide = String(n + 1);
    shown = n;
    if (mirror) beforehand();
  }

  function pointed(place) {
    const spot = element(".present-pointer");
    spot.hidden = !place || mirror === "then";
    if (place) Object.assign(spot.style, { left: `${place.x * 100}%`, top: `${place.y * 100}%` });
  }

  addEventListener("mousemove", ({ clientX, clientY }) => {
    const isSeen = pointer.isOn || (mirror === "now" && !element(".present-pointer").hidden);
    if (isSeen) talk.point({ x: clientX / innerWidth, y: clientY / innerHeight });
  });

  function typed(number) {
    put(element(".present-typed"), number && `→ ${number}`);
    element(".present-typed").hidden = !number;
  }

  function help(isTold = element(".present-help").hidden) {
    element(".present-help").hidden = !isTold;
  }

  function leave() {
    help(false);
    pointer.turn(false);
  }

  const own = () => window.open(`/present/${meeting}?own&lang=${language}`, `own-${meeting}`);
  new Keys(talk, { last, typed, help, leave, own, pointer: () => pointer.turn() });
  addEventListener("online", () => inLine(look));
  let resized = 0;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => {
      frames.clear();
      shown = null;
      inLine(async () => {
        await look();
        await show();
      });
    }, 300);
  });
  setInterval(() => inLine(look), LOOK_AGAIN);
  inLine(look);
})();
