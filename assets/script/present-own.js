// The presenter's own window: what is on, what comes, what can be said, and how long it takes.
"use strict";

(() => {
  const LOOK_AGAIN = 20_000;
  const words = JSON.parse(element("#words").textContent);
  const language = document.documentElement.lang;
  const meeting = meetingHere();
  const sentences = new Map(); // number -> what can be said
  let deck = null;

  const talk = new Talk(meeting, { changed: tell });
  const pointer = new Pointer(talk);
  const last = () => (deck ? deck.slides.length - 1 : talk.state.n);

  // ---- What the server has ----
  async function look() {
    try {
      const now = await ask(`/present/${meeting}/deck?lang=${language}`);
      if (now.preparing) {
        const { done, total } = now.preparing;
        put(element(".own-state"), words.preparing.replace("{done}", done).replace("{total}", total));
        return look();
      }
      const isOther = deck?.edition !== now.edition;
      deck = now;
      put(element(".own-state"), deck.standing);
      if (isOther) begin();
    } catch (error) {
      if (error instanceof Closed) location.replace(deck?.back ?? `/meetings?lang=${language}`);
      else if (error instanceof Refused) forget(error.message);
      else put(element(".own-state"), words.silent);
    }
  }

  function begin() {
    document.title = deck.meeting;
    element(".own-back").href = deck.back;
    sentences.clear();
    list();
    tell();
    beforehand();
  }

  function forget(message) {
    deck = null;
    sentences.clear();
    element(".own-slides").replaceChildren();
    put(element(".own-say p"), "");
    put(element(".own-state"), message);
  }

  async function sentenceOf(n) {
    if (!sentences.has(n)) {
      const { edition } = deck;
      const slide = await ask(`/present/${meeting}/slide?n=${n}&lang=${language}`);
      if (deck?.edition !== edition) return "";
      sentences.set(n, slide.sentence);
    }
    return sentences.get(n);
  }

  // So that there is something to say also without a network.
  async function beforehand() {
    const { edition, slides } = deck;
    for (let step = 0; step < slides.length && deck?.edition === edition; step += 1) {
      try {
        await sentenceOf((talk.state.n + step) % slides.length);
      } catch {
        return;
      }
    }
  }

  // ---- What is seen ----
  function list() {
    const lines = deck.slides.map(({ title, minutes }, n) => {
      const line = document.createElement("li");
      const jump = document.createElement("button");
      const time = document.createElement("span");
      put(jump, title);
      put(time, minutes === null ? "" : `${minutes}′`);
      jump.addEventListener("click", () => {
        talk.change({ n, isBlack: false });
        jump.blur();
      });
      line.append(jump, time);
      return line;
    });
    element(".own-slides").replaceChildren(...lines);
  }

  async function tell() {
    if (!deck) return;
    const { isBlack, isMasked, isNight } = talk.state;
    const n = Math.min(talk.state.n, last());
    put(element(".own-place"), `${n + 1}/${deck.slides.length}`);
    document.body.dataset.slide = String(n + 1);
    document.body.classList.toggle("is-black", isBlack);
    document.documentElement.dataset.posts = isMasked ? "hidden" : "shown";
    document.documentElement.dataset.theme = isNight ? "dark" : "light";
    for (const [place, line] of [...element(".own-slides").children].entries()) {
      line.ariaCurrent = place === n ? "true" : null;
      if (place === n) line.scrollIntoView({ block: "center" });
    }
    tick();
    let said;
    try {
      said = await sentenceOf(n);
    } catch {
      said = words.nothing;
    }
    if (deck && n === Math.min(talk.state.n, last())) say(said);
  }

  // Whole at a glance: who presents by keys alone scrolls nothing.
  function say(text) {
    put(element(".own-say p"), text);
    element(".own-say").classList.toggle("is-long", text.length > 220);
    element(".own-say").classList.toggle("is-longest", text.length > 400);
  }

  const written = (milliseconds) => {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  function tick() {
    if (!deck) return;
    const { n, since, began } = talk.state;
    const minutes = deck.slides[n]?.minutes ?? null;
    const taken = Date.now() - since;
    put(element(".own-slide b"), written(taken));
    put(element(".own-slide span"), minutes === null ? words.no_limit : `/ ${minutes}:00`);
    element(".own-slide").classList.toggle("is-over", minutes !== null && taken > minutes * 60_000);
    put(element(".own-all b"), began === null ? "0:00" : written(Date.now() - began));
  }

  new Keys(talk, { last, pointer: () => pointer.turn(), leave: () => pointer.turn(false) });
  // A picture that was clicked would keep the keys to itself.
  addEventListener("blur", () => setTimeout(() => {
    if (!(document.activeElement instanceof HTMLIFrameElement)) return;
    document.activeElement.blur();
    window.focus();
  }, 0));
  setInterval(tick, 500);
  addEventListener("online", look);
  setInterval(look, LOOK_AGAIN);
  look();
})();
