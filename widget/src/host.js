// What the page can do for the widget, in words that decide nothing: draw, send, listen, wait, remember.
// Whatever happens is told to Rust (door.rs) in one text, which answers with the calls to make.
const doc = document, root = doc.documentElement, by = id => doc.getElementById(id);
const { key, name, wasm, broken, again, remove, sending, large, missing } = root.dataset;
const log = by("log"), box = by("text"), api = "/api/widget/v1/";

// ---- Drawing: the steps of Rust's `Drawing`, each a control character and its text.
let isLow = true;
const home = () => (by("chat").className === "asks" ? by("f0") : matchMedia("(hover: hover)").matches ? box : log).focus({ focusVisible: false });
const tag = (name, space) => space ? doc.createElementNS("http://www.w3.org/2000/svg", name) : doc.createElement(name);
const draw = (at, steps) => {
  // A field is kept with its words, and the eye stays where it was.
  const eye = doc.activeElement, had = at.contains(eye), field = at.querySelector("input");
  let attr;
  at.replaceChildren();
  for (const [, step, words] of steps.matchAll(/([\x01-\x07])([^\x01-\x07]*)/g)) switch (step) {
    case "\x01": at = at.appendChild(words === "input" && field || tag(words)); break;
    case "\x02": attr = words; break;
    case "\x03": at.setAttribute(attr, words); break;
    case "\x04": at.append(words); break;
    case "\x05": {
      const icon = at.appendChild(tag("svg", 1));
      icon.setAttribute("aria-hidden", "true");
      icon.appendChild(tag("use", 1)).setAttribute("href", "#" + words);
      break;
    }
    case "\x07": at.append(clock(+words)); break;
    default: at = at.parentNode;
  }
  had && (eye.isConnected ? eye.focus() : home());
};
const place = (id, steps) => draw(by(id), steps);
const row = (index, id, steps) => {
  isLow = isLow && log.scrollTop + log.clientHeight > log.scrollHeight - 80;
  let it = log.children[index];
  if (!it || it.dataset.key !== id) {
    const next = it;
    it = [...log.children].find(other => other.dataset.key === id);
    if (!it) {
      it = tag("div");
      it.dataset.key = id;
      it.className = log.ariaBusy === "false" ? "row new" : "row";
    }
    log.insertBefore(it, next || null);
  }
  if (steps) draw(it, steps), recall(it.querySelector("#asked"));
};
const settled = (count, to, isReady) => {
  while (log.children.length > count) {
    const last = log.lastChild, had = last.contains(doc.activeElement);
    last.remove();
    had && home();
  }
  const it = log.children[to], end = log.scrollHeight - log.clientHeight, isMine = it?.querySelector(".mine");
  // A long answer is read from its first line.
  if (isLow || isMine) log.scrollTop = it && !isMine && log.ariaBusy === "false" ? Math.min(end, it.offsetTop - log.offsetTop - 12) : end;
  isLow = true;
  if (isReady) log.ariaBusy = "false";
};
// In the visitor's own way where that is of the language that we speak here; a day's name within the next days.
const { language } = navigator, { lang } = root;
const format = day => new Intl.DateTimeFormat(language.startsWith(lang) ? language : lang, { ...day, hour: "numeric", minute: "2-digit" });
const times = format(), dates = format({ day: "numeric", month: "short" }), days = format({ weekday: "long" });
const clock = (ms, gap = ms - Date.now()) => (new Date(ms).toDateString() === new Date().toDateString() ? times : gap > 0 && gap < 5e8 ? days : dates).format(ms);

// ---- Sending and listening. A status of 0: nothing came back.
const headers = token => ({ "accept-language": lang, ...token && { authorization: "Bearer " + token } });
// What, then an id and words in one text. Calls stand after \x0e each, what they are called with after \x0f.
let rust;
const happenings = "boot say starter retry edit type person handoff name email later rate open shut visible hidden online offline seen heard ended tick replied identify".split(" ");
const told = (what, id = "", words = "", n = 0, wait = 0) => {
  const { memory, room, happened, answer } = rust, text = new TextEncoder().encode(id + "\x01" + words);
  // First the room: making it may move the memory.
  const at = room(text.length);
  new Uint8Array(memory.buffer, at).set(text);
  const length = happened(happenings.indexOf(what), text.length, n, wait, Date.now());
  for (const call of new TextDecoder().decode(new Uint8Array(memory.buffer, answer(), length >> 1)).split("\x0e").slice(1)) {
    const [word, ...arg] = call.split("\x0f");
    does[word](...arg);
  }
  return length & 1;
};
// What JSON holds, as Rust's `Tree` reads it: each field and item between its marks, and none of these in any text.
const clean = words => words.replace(/[\x01-\x07\x0e\x0f]/g, "");
const flat = it => it instanceof Object ? Object.keys(it).map(name => "\x01" + name + "\x02" + flat(it[name]) + "\x03").join("") : clean("" + (it ?? ""));
const parse = words => { try { return JSON.parse(words); } catch {} };
const heard = frames => told("heard", "", flat(frames));
const pause = reply => parseInt(reply.headers.get("retry-after")) || 0;
// Where the visitor is, for each message.
const visit = { language, time_zone: times.resolvedOptions().timeZone };
const post = (path, token, fields) => {
  const it = path === "messages" ? { ...visit } : {};
  fields.replace(/([^\x01\x02]*)(\x02?)\x01([^\x01]*)\x01/g, (_, name, isJson, words) => words && (it[name] = isJson ? parse(words) : words));
  const stop = new AbortController(), late = setTimeout(() => stop.abort(), 20000);
  fetch(api + path, { method: "POST", keepalive: path === "logout", body: JSON.stringify(it), signal: stop.signal, headers: { ...headers(token), "content-type": "application/json" } })
    .then(reply => reply.text().then(words => () => {
      const body = parse(words);
      // Who builds the site reads what is wrong with what it tells.
      if (reply.status === 422 && /^[sa]/.test(path)) console.warn("Baton: " + body?.detail);
      told("replied", path, flat(body), reply.status, pause(reply));
      path === "start" && tellAbout();
      path === "details" && reply.ok && keep("asked", "");
    }))
    .catch(() => () => told("replied", path))
    .then(tell => { clearTimeout(late); tell(); });
};
// What the site says about the visitor, as JSON: told once they are known, and whenever they are somebody else.
let about;
const tellAbout = () => about && kept(0) && post("attributes", kept(0), "attributes\x02\x01" + about + "\x01");
let stream;
const line = (frame, name) => RegExp("^" + name + ": ?(.*)", "m").exec(frame)?.[1];
const listen = async (after, token) => {
  stream?.abort();
  stream = null;
  if (!after) return;
  const mine = stream = new AbortController();
  let status = 0, wait = 0;
  try {
    const reply = await fetch(api + "events?after=" + after, {
      headers: { ...headers(token), accept: "text/event-stream", "last-event-id": after }, signal: mine.signal, cache: "no-store",
    });
    status = reply.status;
    wait = pause(reply);
    if (reply.ok && stream === mine) {
      heard();
      const reader = reply.body.getReader(), letters = new TextDecoder;
      let rest = "";
      for (let part; !(part = await reader.read()).done && stream === mine;) {
        const frames = (rest + letters.decode(part.value, { stream: true })).split(/\r?\n\r?\n/);
        rest = frames.pop();
        heard(frames.map(frame => ({ event: line(frame, "event"), data: parse(line(frame, "data")) })));
      }
    }
  } catch { status = 0; }
  if (stream === mine) told("ended", "", "", status, wait);
};
const timers = [];
const wake = (timer, ms, spread) => { clearTimeout(timers[timer]); timers[timer] = setTimeout(() => told("tick", "", "", +timer), +ms + spread * Math.random()); };
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(36).padStart(2, "0")).join("");

// ---- Remembering, where the browser lets us; in memory where it doesn't.
const memory = {}, slots = ["token", "seen", "later", "outbox"];
// The token and what was seen are the visitor's; what is being written belongs to one tab.
const store = slot => slot < 3 ? localStorage : sessionStorage, title = slot => "baton:" + key + ":" + (slots[slot] || slot);
const keep = (slot, words) => {
  memory[slot] = words;
  // The page knows whether there is anybody to forget.
  if (slot == 0) tell("in", words ? 1 : 0);
  try { words ? store(slot).setItem(title(slot), words) : store(slot).removeItem(title(slot)); } catch {}
};
const kept = slot => { try { return store(slot).getItem(title(slot)) || ""; } catch { return memory[slot] || ""; } };

// ---- The host page: it tells us where it is and whether we are seen; it hears numbers and words, never the talk.
const isFramed = parent !== window;
let origin = ""; try { origin = decodeURIComponent(location.hash.slice(1)); } catch {}
const tell = (baton, n) => {
  // A page without an origin (a file, a sandbox) can't be addressed more exactly.
  if (isFramed && origin) try { parent.postMessage({ baton, n: n | 0 }, origin === "null" ? "*" : origin); } catch {}
};
let isOn = false, missed = [];
const act = (word, arg, more = "") => isOn ? told(word, newId(), clean(arg).trim() + more) : (missed.push([word, arg]), 0);
addEventListener("message", event => {
  const { data, source } = event;
  if (source !== parent || event.origin !== origin || !data) return;
  const { baton } = data, text = words => clean((words || "") + "").slice(0, 9000);
  if (baton === "page") {
    visit.page = text(data.url).slice(0, 2000);
    visit.referrer = text(data.from).slice(0, 2000);
  }
  if (["open", "shut", "handoff", "identify"].includes(baton)) act(baton, text(data.it));
  if (baton === "describe") { about = clean(data.it + ""); tellAbout(); }
  // Nothing of who leaves stays: not here, and not on its way.
  if (baton === "logout") {
    post("logout", kept(0), "assistant\x01" + key + "\x01");
    for (const slot of [0, 1, 2, 3, "draft", "asked"]) keep(slot, "");
    location.reload();
  }
  if (baton === "open") home();
});

// ---- The page itself.
const grow = () => { box.style.setProperty("height", "auto"); box.style.setProperty("height", box.scrollHeight + "px"); };
const send = () => {
  if (!isOn) { wanted = true; return; }
  isMissing = picks.some(it => !it.told);
  isMissing ? retry() : act("say", box.value, "\x01" + picks.map(it => "\x01\x02" + it.told + "\x03").join("")) && (picks = [], box.value = "", typed());
  show();
};
const typed = () => { keep("draft", box.value); grow(); type(); };
// That somebody types is said at once, and again only for other words, two seconds later.
let wanted = false, resting, said = "";
const type = () => {
  const words = box.value.slice(0, 500);
  if (resting || said === words) return;
  resting = setTimeout(() => { resting = 0; type(); }, 2000);
  act("type", said = words);
};
const fill = (words, files) => {
  box.value = [words, box.value].filter(it => it).join("\n");
  for (const [, told, name] of files.matchAll(/\x01\x02((?:\x01(?:name\x02([^\x03]*)|[^\x03]*)\x03)+)/g)) picks.push({ id: newId(), name, told });
  show();
  typed();
  home();
};

// ---- Files: each is sent as soon as it was chosen, and goes along with the next message.
let picks = [], isMissing = false;
const input = by("pick"), alarm = words => "\x01span\x02class\x03why\x02role\x03alert\x04" + words + "\x06";
const button = (look, id, word) => "\x01button\x02type\x03button\x02class\x03" + look + "\x02data-do\x03" + word + "\x02data-arg\x03" + id;
const show = () => draw(by("files"), picks.map(({ id, name, told, why }) =>
  "\x01p\x02class\x03pick\x05page\x01span\x02class\x03title\x02dir\x03auto\x04" + name + "\x06" +
  (told ? "" : why ? alarm(why) : why === "" ? button("again", id, "again") + "\x04" + again + "\x06" : "\x01progress\x02id\x03" + id + "\x02aria-label\x03" + sending + "\x06") +
  button("quiet", id, "drop") + "\x02aria-label\x03" + remove + name + "\x05cross\x06\x06").join("") + (isMissing ? alarm(missing) : ""));
const upload = pick => {
  const it = pick.way = new XMLHttpRequest, { file, id } = pick;
  pick.why = file.size > 10 << 20 ? large : undefined;
  show();
  if (pick.why) return;
  if (!kept(0)) return setTimeout(upload, 500, pick);
  it.open("POST", api + "files?name=" + encodeURIComponent(file.name));
  for (const header of Object.entries(headers(kept(0)))) it.setRequestHeader(...header);
  it.upload.onprogress = ({ loaded, total }) => by(id)?.setAttribute("value", loaded / total);
  it.onloadend = () => {
    const reply = parse(it.responseText);
    if (it.status === 200) pick.told = flat(reply);
    else pick.why = it.status < 500 ? clean(reply?.detail || "") : "";
    isMissing = isMissing && picks.some(it => !it.told);
    show();
  };
  it.send(file);
};
const retry = () => picks.forEach(it => it.why === "" && upload(it));
const attach = list => { for (const file of list) { const it = { id: newId(), name: clean(file.name), file }; picks.push(it); upload(it); } };
const change = {
  close: () => tell("close", 0),
  attach: () => input.click(),
  again: retry,
  drop: id => { picks = picks.filter(it => it.id !== id || it.way?.abort()); isMissing = false; show(); },
  skip: () => { const form = by("asked"); form.reset(); give(form, "details"); },
};
input.addEventListener("change", () => { attach(input.files); input.value = ""; });
addEventListener("online", retry);
// What has words is pasted as words: programs put a picture of them beside.
for (const way of ["paste", "drop", "dragover"]) addEventListener(way, event => {
  const it = event.clipboardData || event.dataTransfer;
  if (it.types.includes("Files") && !it.getData("text")) { event.preventDefault(); attach(it.files); }
});
box.addEventListener("input", typed);
box.addEventListener("keydown", event => {
  // 229: an input method that composes, in browsers that don't say so otherwise.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); send(); }
});
addEventListener("submit", event => {
  event.preventDefault();
  const form = event.target;
  const word = form.dataset.do;
  word === "say" ? send() : /^(form|details)$/.test(word) ? give(form, word) : act(word, form.elements[0].value);
});
addEventListener("click", event => {
  const it = event.target.closest?.("[data-do]");
  if (!it || it.tagName === "FORM" || it.ariaDisabled === "true") return;
  const word = it.dataset.do, arg = it.dataset.arg || "";
  change[word] ? change[word](arg) : act(word, arg);
});
addEventListener("keydown", event => { if (event.key === "Escape" && !event.isComposing) tell("close", 0); });
addEventListener("online", () => act("online", ""));
addEventListener("offline", () => act("offline", ""));
doc.addEventListener("visibilitychange", () => act(doc.hidden ? "hidden" : "visible", ""));
addEventListener("storage", event => { if (event.key === title(1)) act("seen", event.newValue || "0"); });

by("close").hidden = !isFramed;
box.value ||= kept("draft");
grow();
tell("ready", 0);
// What an owner asks. A name begins with `=`: what is called as something of a form is would stand in its place.
const answers = form => JSON.stringify(Object.fromEntries([...new FormData(form)].filter(([, it]) => it.trim).map(([name, it]) => [name.slice(1), it])));
const recall = form => { for (const [name, words] of Object.entries(form && parse(kept("asked")) || {})) (form.elements.namedItem("=" + name) || {}).value = words; };
// Files go first, and once. What is asked while one waits goes again when there is a line.
let owed;
const give = async (form, path) => {
  if (!kept(0)) return setTimeout(give, 300, form, path);
  if (form.ariaBusy === "true") return;
  if (path === "details") owed = form;
  const files = {};
  form.ariaBusy = "true";
  try {
    for (const field of form.querySelectorAll("[type=file]")) if (field.files[0]) {
      const [file] = field.files;
      if (file.size > 10 << 20) return told("replied", path, flat({ detail: large }), 422);
      if (!file.told) {
        const reply = await fetch(api + "files?name=" + encodeURIComponent(file.name), { method: "POST", body: file, headers: headers(kept(0)) });
        const it = parse(await reply.text());
        if (!reply.ok) return told("replied", path, flat(it), reply.status, pause(reply));
        file.told = it.id;
      }
      // Who skips meanwhile gives nothing.
      if (field.files[0] === file) files[field.name.slice(1)] = file.told;
    }
    post(path, kept(0), "fields\x02\x01" + answers(form) + "\x01files\x02\x01" + JSON.stringify(files) + "\x01");
  } catch { told("replied", path); }
  finally { form.ariaBusy = "false"; }
};
addEventListener("online", () => owed?.isConnected && give(owed, "details"));
addEventListener("input", ({ target: { form } }) => form?.id === "asked" && keep("asked", answers(form)));
// What the owner asks first stands in the place of the composer.
const asks = look => { const had = doc.activeElement?.closest("#before"); by("chat").className = look; had && home(); };
if (kept(0)) asks("");
const does = { asks, post, listen, wake, keep, tell, place, row, settled, fill };
// Not as a stream: it is small, and so it works where something on the way doesn't say that it is wasm.
fetch(wasm).then(reply => reply.arrayBuffer()).then(bytes => WebAssembly.instantiate(bytes)).then(({ instance }) => {
  rust = instance.exports;
  isOn = true;
  told("boot", "", [key, name, ...[0, 1, 2, 3].map(kept)].join("\x01"));
  if (!navigator.onLine) act("offline", "");
  act(doc.hidden ? "hidden" : "visible", "");
  if (!isFramed) { act("open", ""); home(); }
  for (const [word, arg] of missed) act(word, arg);
  if (wanted) send();
}).catch(() => {
  by("line").textContent = broken;
});
