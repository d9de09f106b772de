// What the windows of one presenter tell each other: the slide, and how it is seen.
"use strict";

// Whoever presents again later begins at the first slide.
const REMEMBERED = 6 * 3_600_000;

class Talk {
  #channel;
  #name;
  #changed;
  #pointed;
  // `since`: when the slide was turned to; `began`: when the first one was left.
  state = { n: 0, isBlack: false, isMasked: false, isNight: false, since: Date.now(), began: null };

  constructor(meeting, { changed, pointed = () => {} }) {
    this.#name = `present ${meeting}`;
    this.#changed = changed;
    this.#pointed = pointed;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => {
      if (data.point !== undefined) this.#pointed(data.point);
      else this.#take(data);
    };
    this.#recall();
  }

  change(what) {
    const turned = what.n !== undefined && what.n !== this.state.n;
    const now = Date.now();
    const began = this.state.began ?? (turned ? now : null);
    const next = { ...this.state, ...(turned ? { since: now, began } : {}), ...what };
    this.#channel.postMessage(next);
    this.#take(next);
    try {
      localStorage.setItem(this.#name, JSON.stringify(next));
    } catch {
      // A window that is opened later then begins at the first slide.
    }
  }

  // Where the pointer is, as shares of the slide; null: nowhere.
  point(place) {
    this.#channel.postMessage({ point: place });
    this.#pointed(place);
  }

  #take(state) {
    const before = this.state;
    this.state = state;
    this.#changed(state, before);
  }

  #recall() {
    try {
      const left = JSON.parse(localStorage.getItem(this.#name));
      if (Date.now() - left.since < REMEMBERED) Object.assign(this.state, left);
    } catch {
      // As it begins.
    }
  }
}

// One key: what it does, for whichever window has the keyboard. Clickers send keys, too.
class Keys {
  #typed = "";
  #timer = 0;

  constructor(talk, { last, pointer, leave, typed = () => {}, help = () => {}, own = () => {} }) {
    Object.assign(this, { talk, last, pointer, leave, typed, help, own });
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("a, button") && [" ", "Enter"].includes(event.key)) return;
    const does = this.#does(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!does) return;
    event.preventDefault();
    does();
  }

  #does(key) {
    if (/^[0-9]$/.test(key)) return () => this.#type(key);
    if (key === "Enter" && this.#typed) return () => this.#jump();
    const { state } = this.talk;
    const keys = {
      PageDown: () => this.#go(state.n + 1),
      ArrowRight: () => this.#go(state.n + 1),
      ArrowDown: () => this.#go(state.n + 1),
      " ": () => this.#go(state.n + 1),
      Enter: () => this.#go(state.n + 1),
      PageUp: () => this.#go(state.n - 1),
      ArrowLeft: () => this.#go(state.n - 1),
      ArrowUp: () => this.#go(state.n - 1),
      Backspace: () => this.#go(state.n - 1),
      Home: () => this.#go(0),
      End: () => this.#go(this.last()),
      b: () => this.talk.change({ isBlack: !state.isBlack }),
      ".": () => this.talk.change({ isBlack: !state.isBlack }),
      h: () => this.talk.change({ isMasked: !state.isMasked }),
      n: () => this.talk.change({ isNight: !state.isNight }),
      t: () => this.talk.change({ since: Date.now() }),
      p: () => this.pointer(),
      o: () => this.own(),
      f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
      "?": () => this.help(),
      F1: () => this.help(),
      Escape: () => this.leave(),
    };
    return keys[key];
  }

  // Behind the black the slide stays where it is: the first key only brings it back.
  #go(n) {
    if (this.talk.state.isBlack) this.talk.change({ isBlack: false });
    else this.talk.change({ n: Math.max(0, Math.min(n, this.last())) });
  }

  #type(digit) {
    this.#typed = (this.#typed + digit).slice(-3);
    this.typed(this.#typed);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#jump(), 1500);
  }

  #jump() {
    clearTimeout(this.#timer);
    const n = Number(this.#typed) - 1;
    this.#typed = "";
    this.typed("");
    if (n >= 0 && n <= this.last()) this.talk.change({ n, isBlack: false });
  }
}

// The red spot on the slide: on where it was off, and the other way round.
class Pointer {
  isOn = false;

  constructor(talk) {
    this.talk = talk;
  }

  turn(isOn = !this.isOn) {
    this.isOn = isOn;
    this.talk.point(isOn ? { x: 0.5, y: 0.5 } : null);
  }
}

const meetingHere = () => location.pathname.split("/")[2];
