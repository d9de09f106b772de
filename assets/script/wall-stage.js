// What is seen: two faces that change places, the clock, the line below, messages.
"use strict";

const element = (selector, within = document) => within.querySelector(selector);

// The server's clock: that of this PC may be wrong, move, or stop while it sleeps.
class Clock {
  #ahead = null;
  #place = "";
  #ticked = { wall: Date.now(), steady: performance.now() };

  set({ now, zone }) {
    this.#ahead = now - performance.now();
    const language = document.documentElement.lang === "vi" ? "vi-VN" : "en-GB";
    if (this.#place === `${language} ${zone}`) return;
    this.#place = `${language} ${zone}`;
    const written = (form) => new Intl.DateTimeFormat(language, { timeZone: zone, ...form });
    this.time = written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.day = written({ weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });
  }

  // Milliseconds of the server's clock; null while they are not known.
  now() {
    return this.#ahead === null ? null : this.#ahead + performance.now();
  }

  written(moment = this.now()) {
    return moment === null || !this.time ? "–" : this.time.format(moment);
  }

  show() {
    const now = this.now();
    put(element(".wall-clock b"), this.written());
    put(element(".wall-clock span"), now === null ? "" : this.day.format(now));
  }

  // Whether this PC slept or its clock was moved since the last time: then nobody knows the time.
  jumped() {
    const [wall, steady] = [Date.now(), performance.now()];
    const passed = steady - this.#ticked.steady;
    const jumped = Math.abs(wall - this.#ticked.wall - passed) > 5000 || passed > 10_000;
    this.#ticked = { wall, steady };
    if (jumped) this.#ahead = null;
    return jumped;
  }
}

class Stage {
  #faces = [...document.querySelectorAll(".wall-face")];
  #countdown = null;
  // What may be told of what comes next and of the wall itself: the fullest words first.
  #foot = { ".wall-next": [""], ".wall-health": [""] };
  // The frame that is seen.
  frame = null;

  get #front() {
    return this.#faces[0];
  }

  get #back() {
    return this.#faces[1];
  }

  #fill(frame, province) {
    const face = this.#back;
    put(element("h1", face), frame.title);
    put(element(".wall-about", face), frame.about);
    put(element(".wall-facts b", face), province);
    put(element(".wall-facts span", face), frame.facts);
    // A dot between two parts ends a line and begins none.
    put(element(".wall-origin", face), frame.origin.replaceAll(" · ", "\u00a0· "));
    put(element(".wall-sentence", face), frame.sentence);
    element(".wall-body", face).innerHTML = frame.body;
    face.classList.toggle("is-old", frame.isOld);
    Object.assign(face.dataset, stampOf(frame));
    return face;
  }

  // Lays a frame out where nobody sees it; whole when this returns.
  async layOut(frame, province) {
    const face = this.#fill(frame, province);
    await document.fonts.ready;
    await Promise.allSettled([...face.querySelectorAll("img")].map((image) => image.decode()));
    face.getBoundingClientRect();
  }

  // What was seen until the page was loaded anew: it is there in the first picture.
  showAgain(frame, province) {
    this.#fill(frame, province);
    this.swap(frame);
  }

  // The face that was laid out takes the place of the other, all of it at once.
  swap(frame) {
    const began = performance.now();
    if (frame.letter) this.#measure(frame.letter);
    this.#back.classList.add("is-shown");
    this.#back.removeAttribute("aria-hidden");
    this.#front.classList.remove("is-shown");
    this.#front.setAttribute("aria-hidden", "true");
    this.#faces.reverse();
    this.frame = frame;
    element(".wall-stage").hidden = false;
    element(".wall-message").hidden = true;
    document.body.dataset.swap = (performance.now() - began).toFixed(1);
  }

  // What lies behind would keep its place in memory until the next frame.
  emptyBack() {
    element(".wall-body", this.#back).replaceChildren();
  }

  clear(message) {
    for (const face of this.#faces) {
      face.classList.remove("is-shown");
      for (const part of face.querySelectorAll("h1, p, .wall-facts *, .wall-body")) {
        if (!part.matches(".wall-facts")) part.replaceChildren();
      }
    }
    this.frame = null;
    element(".wall-stage").hidden = true;
    this.say(message);
  }

  // In place of figures.
  say(message) {
    put(element(".wall-message"), message);
    element(".wall-message").hidden = false;
    element(".wall-message").classList.add("is-told");
  }

  // Across the line below: what is the matter, or what is new.
  band(text, kind = "trouble") {
    const band = element(".wall-band");
    put(band, text);
    band.hidden = !text;
    band.dataset.kind = kind;
    this.#fit();
  }

  health(texts, isWell) {
    this.#foot[".wall-health"] = texts;
    element(".wall-health").classList.toggle("is-well", isWell);
    this.#fit();
  }

  upcoming(...texts) {
    this.#foot[".wall-next"] = texts;
    this.#fit();
  }

  // No word is cut: of each text the fullest that has room. A long band takes the whole line, and
  // a long note the place of what comes next.
  #fit() {
    const foot = element(".wall-foot");
    const band = element(".wall-band", foot);
    for (const name of ["data-full", "data-note"]) foot.removeAttribute(name);
    for (const [place, texts] of Object.entries(this.#foot)) {
      const line = element(place, foot);
      // A presenter's window has no such lines.
      if (!line) continue;
      const isWhole = texts.some((text) => (put(line, text), line.scrollWidth <= line.clientWidth));
      if (!isWhole && place === ".wall-health" && band.hidden) foot.setAttribute("data-note", "");
      else if (!isWhole) put(line, "");
    }
    foot.toggleAttribute("data-full", band.scrollHeight > band.clientHeight);
  }

  place(text) {
    put(element(".wall-place"), text);
  }

  // Steps of a second: a bar that moves all the time keeps a small PC busy.
  countDown(seconds) {
    this.#countdown?.cancel();
    this.#countdown = element(".wall-left i").animate(
      [{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }],
      { duration: seconds * 1000, easing: `steps(${Math.max(1, Math.round(seconds))})`, fill: "both" },
    );
  }

  // What is seen keeps its letters until a frame that was made for others takes its place.
  look({ letter, theme }) {
    if (!this.frame?.letter) this.#measure(letter);
    document.documentElement.dataset.theme = theme;
  }

  #measure(letter) {
    const size = `${(letter * window.innerWidth).toFixed(3)}px`;
    const { style } = document.documentElement;
    if (style.getPropertyValue("--letter") !== size) style.setProperty("--letter", size);
  }
}

const stampOf = ({ slot, province, unit, asOf }) => ({
  slot,
  province: String(province),
  unit: String(unit ?? ""),
  asOf: String(asOf),
});

function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
