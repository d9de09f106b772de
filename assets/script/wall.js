// The wall: shows its slots in turn, each whole or not at all, and never stops.
//
// Whatever is shown was asked for by slot and says itself which slot, province, unit and batch it
// is of; what does not match is dropped. Without the server it goes on with the last good frames.
"use strict";

(() => {
  const POLL = 5_000;
  const AGAIN_AT_FIRST = 2_000;
  const ALERT_AGAIN = 20_000;
  const BEAT = 30_000;
  const CLOSED_AGAIN = 60_000;
  const LEAST_SHOWN = 5_000;
  const OLDEST_PAGE = 6 * 3600_000;
  const RELOAD_APART = 10 * 60_000;
  const RENEWED_WITHIN = 20_000;
  const LARGEST_HEAP = 400 * 1024 * 1024;
  const MOST_FRAMES = 200;

  const allWords = JSON.parse(element("#words").textContent);
  let words = allWords[document.documentElement.lang];
  const version = document.body.dataset.version;
  const [cell, cells, columns] = ["cell", "of", "columns"].map(
    (name) => Number(new URLSearchParams(location.search).get(name)) || 1,
  );
  // Panels across and down, of which this window is one.
  const grid = `${columns}x${cells / columns}`;
  const stage = new Stage();
  const clock = new Clock();
  const memory = new Map(); // slot -> last good frame
  const shown = new Map(); // slot -> { digest, at } when it was seen last
  const kept = recalled();

  let plan = null;
  let silentSince = null; // of the server's clock, as written
  let isSilent = false;
  let isClosed = false;
  let isAsking = false;
  let failures = 0;
  let refusal = ""; // what the server says when it has no plan or frame
  let current = kept.slot; // the place in the order; an alert leaves it where it is
  let ready = null; // { turn, frame, alert }: laid out behind
  let wanted = []; // alerts to turn to
  let alert = null;
  let errors = 0;
  let beganAt = 0;
  let [pollTimer, turnTimer] = [0, 0];

  // ---- One after another: nothing is laid out while something else is ----
  let line = Promise.resolve();
  function inLine(task) {
    line = line.then(task).catch((error) => {
      if (error instanceof Closed) close();
      else if (!(error instanceof Silent)) failed(error);
    });
    return line;
  }

  function failed(error) {
    errors += 1;
    console.error(error);
  }

  // ---- What the server has ----
  const shape = () => (window.innerWidth / window.innerHeight).toFixed(4);
  const query = (more) => new URLSearchParams({ shape: shape(), columns, ...more });

  async function poll() {
    if (isAsking) return;
    isAsking = true;
    clearTimeout(pollTimer);
    let wait = POLL;
    try {
      const isFirst = plan === null;
      const before = plan;
      plan = await ask(`/wall/plan?${query()}`);
      // Another scope: nothing that was seen under the one before may stand in for anything.
      if (!isFirst && plan.sees !== before.sees) forget();
      if (!isFirst && !plan.band && plan.asOf < before.asOf) forgetLater(plan.asOf);
      [failures, refusal] = [0, ""];
      heard(plan);
      isClosed = false;
      if (isOtherGrid()) inLine(layOutAnew);
      plan.turns = share(plan.turns);
      news(isFirst);
      if (isFirst || !stage.frame) startTurning();
      else if (isOutdated(stage.frame)) inLine(refresh);
    } catch (error) {
      if (error instanceof Closed) {
        close();
      } else if (error instanceof Refused) {
        refusal = error.message;
        heard(error.content);
        if (!stage.frame && !isClosed) stage.say(refusal || words.waiting);
        wait = backoff();
      } else {
        if (error instanceof Silent) silent();
        else failed(error);
        wait = backoff();
      }
    }
    isAsking = false;
    tell();
    clearTimeout(pollTimer);
    // A link may be good again: asked for ever, by a screen that has gone nowhere else.
    pollTimer = setTimeout(poll, isClosed ? CLOSED_AGAIN : wait);
  }

  const backoff = () => Math.min(AGAIN_AT_FIRST * ++failures, POLL);

  function heard(answer) {
    isSilent = false;
    // Who only says why there is nothing does not tell the time.
    if (!answer.now) return;
    speak(answer.language);
    clock.set(answer);
    clock.show();
    stage.look(answer);
  }

  // The link may have changed its language; a server of another version may not name one we know.
  function speak(language) {
    if (!(language in allWords)) return;
    document.documentElement.lang = language;
    words = allWords[language];
  }

  function silent() {
    if (!isSilent) silentSince = clock.written(clock.now() ?? Date.now());
    isSilent = true;
  }

  // Of a wall of several panels each shows every so many-th slot.
  function share(turns) {
    const panels = Math.max(1, Math.min(cells, turns.length));
    return turns.filter((_, place) => place % panels === (cell - 1) % panels);
  }

  function forget() {
    memory.clear();
    shown.clear();
  }

  // The store was set back to an earlier batch: what came after it never was.
  function forgetLater(asOf) {
    for (const [slot, frame] of memory) if (frame.asOf > asOf) memory.delete(slot);
    wanted = wanted.filter((each) => each.asOf <= asOf);
  }

  function close() {
    isClosed = true;
    [plan, ready, alert, current, wanted] = [null, null, null, null, []];
    forget();
    clearTimeout(turnTimer);
    stage.clear(words.closed);
    stage.band("");
    clearTimeout(pollTimer);
    pollTimer = setTimeout(poll, CLOSED_AGAIN);
  }

  // Whether the server may have something newer, or better, than what is shown. While its store is
  // away it has nothing else, and says why in the same words.
  const isOutdated = (frame) =>
    plan.band ? !frame.band.startsWith(plan.band) : Boolean(frame.band) || frame.edition !== plan.edition;

  // ---- Frames ----
  async function frameOf(turn) {
    if (!plan) return null;
    const last = memory.get(turn.slot);
    const isGood = last && last.shape === shape() && !isOutdated(last);
    if (isGood && isOf(last, turn, plan.asOf)) return last;
    if (!isSilent) {
      try {
        // A batch that lands while the answer is on its way makes it no stranger.
        const noOlder = plan.asOf;
        const asked = shape();
        const frame = await ask(`/wall/frame?${query({ slot: turn.slot })}`);
        if (!plan) return null;
        if (isOf(frame, turn, noOlder)) return keep({ ...frame, shape: asked });
        errors += 1;
        return null;
      } catch (error) {
        if (error instanceof Closed) throw error;
        if (error instanceof Refused) {
          if (error.status === 404) memory.delete(turn.slot);
          return remembered(turn, error.message);
        }
        silent();
        setTimeout(poll, AGAIN_AT_FIRST);
      }
    }
    return remembered(turn);
  }

  function remembered(turn, band) {
    const last = memory.get(turn.slot);
    if (isClosed || !last || !isOf(last, turn, 0)) return null;
    return { ...last, band: band ?? last.band };
  }

  // The stamp: what came is what was asked for, of this province and unit, and no older batch.
  const isOf = (frame, turn, noOlder) =>
    frame.slot === turn.slot &&
    frame.province === plan.province.id &&
    frame.unit === turn.unit &&
    (Boolean(frame.band) || frame.asOf >= noOlder);

  function keep(frame) {
    memory.delete(frame.slot);
    memory.set(frame.slot, frame);
    if (memory.size > MOST_FRAMES) memory.delete(memory.keys().next().value);
    return frame;
  }

  // ---- In turn ----
  function inOrder() {
    const from = plan.turns.findIndex((turn) => turn.slot === current) + 1;
    return [...plan.turns.slice(from), ...plan.turns.slice(0, from)];
  }

  // Unchanged since it was seen, and that not too long ago.
  function isPassedOver(turn, frame) {
    const seen = shown.get(turn.slot);
    return Boolean(seen) && seen.digest === frame.digest && performance.now() - seen.at < turn.passedOver * 1000;
  }

  // What waits behind makes room; an alert among it is not forgotten.
  function setAside() {
    if (ready?.alert) wanted.unshift({ ...ready.alert, triedAt: 0 });
    ready = null;
  }

  // An alert whose picture could not be had is left alone for a while, and not given up.
  const isDue = ({ triedAt }) => !triedAt || performance.now() - triedAt > ALERT_AGAIN;
  const isOvertaken = () => Boolean(ready) && !ready.alert && wanted.some(isDue);

  // When it was seen; what says that there is nothing comes after whatever was seen.
  const seenAt = ({ turn, frame }) => (frame.isEmpty ? 1e15 : 0) + (shown.get(turn.slot)?.at ?? 0);

  // Finds the next frame and lays it out behind.
  async function prepare() {
    if (!plan || ready?.alert) return;
    const news = await alerted();
    if (news) return layOut(news.turn, news.frame, news.alert);
    if (ready || !plan) return;
    let longest = null; // of what is passed over: seen longest ago
    for (const turn of inOrder()) {
      const frame = await frameOf(turn);
      if (!frame) continue;
      if (!frame.isEmpty && !isPassedOver(turn, frame)) return layOut(turn, frame);
      if (!longest || seenAt({ turn, frame }) < seenAt(longest)) longest = { turn, frame };
    }
    if (longest) await layOut(longest.turn, longest.frame);
  }

  // The first alert whose picture shows what is new. One that has none is kept for later, unless
  // there is newer news than it, or its slot is no longer shown.
  async function alerted() {
    for (const alert of wanted.filter(isDue)) {
      const turn = plan?.turns.find(({ slot }) => slot === alert.slot);
      const frame = turn && (await frameOf(turn));
      if (!plan) return null;
      const showsIt = frame && !frame.band && frame.asOf >= alert.asOf;
      alert.triedAt = performance.now();
      if (showsIt || !turn || (!plan.band && plan.asOf > alert.asOf)) drop(alert);
      if (showsIt) return { turn, frame, alert };
    }
    return null;
  }

  function drop(alert) {
    wanted = wanted.filter((each) => each !== alert);
  }

  async function layOut(turn, frame, alert = null) {
    ready = null;
    await stage.layOut(frame, plan.province.name);
    if (isClosed) return stage.clear(words.closed);
    ready = { turn, frame, alert };
    tellNext();
  }

  function tellNext() {
    if (!ready) return stage.upcoming("");
    const { title, about } = ready.frame;
    const told = [[title, about].filter(Boolean).join(" · "), title];
    stage.upcoming(...told.map((each) => words.next.replace("{title}", each)));
  }

  async function advance() {
    clearTimeout(turnTimer);
    if (!plan) return;
    if (plan.turns.length === 0) return stage.clear(words.empty);
    if (reloadIsDue() && (await reload())) return;
    if (ready && !isSilent && isOutdated(ready.frame)) setAside();
    do await prepare();
    while (isOvertaken());
    if (isClosed) return;
    if (!ready) {
      if (!stage.frame) stage.say(refusal || words.waiting);
      return advanceIn(AGAIN_AT_FIRST);
    }
    const { turn: next, frame } = ready;
    alert = ready.alert;
    if (alert) kept.seen = [...kept.seen.slice(-50), alert.code];
    ready = null;
    stage.swap(frame);
    if (!alert) current = next.slot;
    shown.set(next.slot, { digest: frame.digest, at: performance.now() });
    beganAt = performance.now();
    stage.countDown(frame.seconds);
    tellNext();
    const place = plan.turns.findIndex((each) => each.slot === next.slot) + 1;
    stage.place(`${place}/${plan.turns.length}`);
    stage.emptyBack();
    tell();
    remember();
    advanceIn(frame.seconds * 1000);
    inLine(prepare);
  }

  function advanceIn(milliseconds) {
    clearTimeout(turnTimer);
    turnTimer = setTimeout(() => inLine(advance), milliseconds);
  }

  function startTurning() {
    clearTimeout(turnTimer);
    inLine(advance);
  }

  // The same slot with newer figures, in its place and for the rest of its time.
  async function refresh() {
    const slot = stage.frame?.slot;
    const turn = plan?.turns.find((each) => each.slot === slot);
    setAside();
    // What is on show is no longer in the playlist.
    if (plan && !turn) return advance();
    const frame = turn && (await frameOf(turn));
    if (frame && frame.slot === stage.frame?.slot) {
      await stage.layOut(frame, plan.province.name);
      if (isClosed) return stage.clear(words.closed);
      stage.swap(frame);
      stage.emptyBack();
      shown.set(slot, { digest: frame.digest, at: performance.now() });
    }
    tell();
    inLine(prepare);
  }

  // ---- What is new ----
  function news(isFirst) {
    const waiting = [...wanted, ready?.alert].map((each) => each?.code);
    for (const each of plan.alerts) {
      if (kept.seen.includes(each.code) || waiting.includes(each.code)) continue;
      // A wall that has just been opened knows nothing older than itself, and another panel turns
      // to what is of its share. An alert of ours counts as seen when it was.
      const isOurs = plan.turns.some((turn) => turn.slot === each.slot);
      if (isOurs && !(isFirst && !kept.isOld)) wanted.push({ ...each, asOf: plan.asOf });
      else kept.seen = [...kept.seen.slice(-50), each.code];
    }
    kept.isOld = true;
    if (stage.frame && wanted.some(isDue)) inLine(turnToNews);
  }

  // When its picture is there, and not before: what is on show may stay as long as it would have.
  async function turnToNews() {
    await prepare();
    if (ready?.alert) advanceIn(Math.max(0, beganAt + LEAST_SHOWN - performance.now()));
  }

  function tell() {
    const frame = stage.frame;
    if (!frame) return;
    const lost = isSilent && words.silent.replace("{since}", silentSince).replace("{batch}", frame.batch);
    const trouble = lost || frame.band || refusal;
    if (trouble) stage.band(trouble);
    else stage.band(alert?.text ?? "", "news");
    const notes = [plan?.standsAt, ...(plan?.notes ?? [])].filter(Boolean);
    const fewer = notes.map((_, left) => notes.slice(0, notes.length - left).join(" · "));
    stage.health(notes.length ? fewer : [words.well], !trouble);
  }

  // ---- Starting over ----
  const heap = () => performance.memory?.usedJSHeapSize ?? null;

  function reloadIsDue() {
    const ago = Date.now() - kept.reloadedAt;
    // A moment still to come is that of a clock that was set back since.
    const isTooSoon = ago >= 0 && ago < RELOAD_APART;
    if (isSilent || refusal || isTooSoon) return false;
    return plan.version !== version || performance.now() > OLDEST_PAGE || (heap() ?? 0) > LARGEST_HEAP;
  }

  // Whether it is on its way. The page itself is asked for first: what a browser shows in the place
  // of one that does not come would not turn to figures again.
  async function reload() {
    kept.reloadedAt = Date.now();
    remember();
    if (!(await isThere())) return false;
    if (isClosed) return true;
    if (handOver() && window.frameElement) renew(window.frameElement);
    else location.reload();
    return true;
  }

  // Panels are laid out by the page around them; an address that names its own is not overruled.
  const isOtherGrid = () =>
    cell === 1 &&
    plan.grid &&
    plan.grid !== grid &&
    kept.grid !== plan.grid &&
    !new URLSearchParams(window.top.location.search).has("grid");

  // Once for each change: whatever comes of it, a wall does not load itself again and again.
  async function layOutAnew() {
    if (!plan || !isOtherGrid() || !(await isThere())) return;
    kept.grid = plan.grid;
    remember();
    window.top.location.reload();
  }

  // A browser holds the picture of a page until the next has one; that of a panel it would not. So
  // the panel is loaded once more behind itself, and taken away when that one is seen.
  function renew(panel) {
    const next = panel.cloneNode();
    panel.before(next);
    panel.dataset.goes = "";
    setTimeout(() => {
      next.remove();
      sessionStorage.removeItem(HANDED_OVER);
      delete panel.dataset.goes;
      startTurning();
    }, RENEWED_WITHIN);
  }

  function isRenewed() {
    const before = window.frameElement?.nextElementSibling;
    if (!before || !("goes" in before.dataset)) return;
    // Two steps: the first picture is drawn between them.
    requestAnimationFrame(() => requestAnimationFrame(() => before.remove()));
  }

  async function isThere() {
    try {
      const page = await fetch(location.href, {
        method: "HEAD",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(5_000),
      });
      return page.ok;
    } catch {
      return false;
    }
  }

  // To the page that is loaded now: it shows what is seen until it has a frame of its own. It lies
  // there for that long and no longer.
  const HANDED_OVER = `wall ${cell} seen`;

  function handOver() {
    const { letter, theme, zone, province } = plan;
    const texts = [".wall-health", ".wall-place"].map((place) => element(place).textContent);
    const seen = { frame: stage.frame, province: province.name, letter, theme, zone, texts };
    try {
      sessionStorage.setItem(HANDED_OVER, JSON.stringify({ ...seen, now: clock.now(), at: Date.now() }));
      return true;
    } catch {
      // It is then blank until the first frame is there.
      return false;
    }
  }

  function takeOver() {
    try {
      const seen = JSON.parse(sessionStorage.getItem(HANDED_OVER));
      sessionStorage.removeItem(HANDED_OVER);
      if (!seen?.frame || Math.abs(Date.now() - seen.at) > RENEWED_WITHIN) return;
      clock.set({ now: seen.now + Date.now() - seen.at, zone: seen.zone });
      clock.show();
      stage.look(seen);
      stage.health([seen.texts[0]], true);
      stage.place(seen.texts[1]);
      stage.showAgain(seen.frame, seen.province);
      document.fonts.ready.then(isRenewed);
    } catch (error) {
      failed(error);
    }
  }

  // No secret and no figure: where it stood, and which alerts it has turned to.
  function remember() {
    kept.slot = current;
    try {
      sessionStorage.setItem(`wall ${cell}`, JSON.stringify(kept));
    } catch {
      // It then starts from the first slot.
    }
  }

  function recalled() {
    const nothing = { slot: null, seen: [], isOld: false, reloadedAt: 0, grid: "" };
    try {
      return { ...nothing, ...JSON.parse(sessionStorage.getItem(`wall ${cell}`)) };
    } catch {
      return nothing;
    }
  }

  function beat() {
    if (isClosed || !plan) return;
    const said = {
      scene: stage.frame?.slot ?? "",
      asOf: stage.frame?.asOf ?? null,
      version,
      heap: heap(),
      nodes: document.getElementsByTagName("*").length,
      errors,
      panel: cell,
      panels: cells,
      note: [element(".wall-band").textContent, ...(plan.notes ?? [])].filter(Boolean).join(" · "),
    };
    ask("/wall/beat", { post: said }).catch(() => {});
  }

  function tick() {
    if (clock.jumped()) poll();
    clock.show();
  }

  addEventListener("online", poll);
  document.addEventListener("visibilitychange", () => document.hidden || poll());
  let resized = 0;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => poll().then(() => plan && stage.frame && inLine(refresh)), 300);
  });
  takeOver();
  setInterval(tick, 1000);
  setInterval(beat, BEAT);
  setTimeout(beat, AGAIN_AT_FIRST);
  poll();
})();
