// What the page can do for the widget, in words that decide nothing: draw, send, listen, wait, remember.
// Whatever happens is told to Rust (glue.js) by one word, `happened`.
import { boot, happened, initSync } from "./glue.js";

const doc = document, root = doc.documentElement, by = id => doc.getElementById(id);
const { key, name, accent, wasm } = root.dataset;
const log = by("log"), box = by("text"), api = "/api/widget/v1/";

// ---- Drawing: the steps of Rust's `Drawing`, each a control character and its text.
let isLow = true;
const home = () => (matchMedia("(hover: hover)").matches ? box : log).focus({ focusVisible: false });
const tag = (name, space) => space ? doc.createElementNS("http://www.w3.org/2000/svg", name) : doc.createElement(name);
const draw = (at, steps) => {
  const had = at.contains(doc.activeElement);
  let attr;
  at.replaceChildren();
  for (const [, step, words] of steps.matchAll(/([\x01-\x07])([^\x01-\x07]*)/g)) switch (step) {
    case "\x01": at = at.appendChild(tag(words)); break;
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
  had && home();
};
export const place = (id, steps) => draw(by(id), steps);
export const row = (index, id, steps) => {
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
  if (steps) draw(it, steps);
};
export const settled = (count, to, isReady) => {
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
const times = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });
const dates = new Intl.DateTimeFormat([], { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const clock = ms => (new Date(ms).toDateString() === new Date().toDateString() ? times : dates).format(ms);

// ---- Sending and listening. A status of 0: nothing came back.
const headers = token => token ? { authorization: "Bearer " + token } : {};
// What, an id, words: in one text, for each text on its own costs code on both sides.
const told = (what, id = "", words = "", n = 0, wait = 0) => happened(what + "\x01" + id + "\x01" + words, n, wait);
// What JSON holds, as Rust's `Tree` reads it: each field and item between its marks, and none of these in any text.
const clean = words => words.replace(/[\x01-\x07]/g, "");
const flat = it => it instanceof Object ? Object.keys(it).map(name => "\x01" + name + "\x02" + flat(it[name]) + "\x03").join("") : clean("" + (it ?? ""));
const parse = words => { try { return JSON.parse(words); } catch {} };
const heard = frames => told("heard", "", flat(frames));
const pause = reply => parseInt(reply.headers.get("retry-after")) || 0;
export const post = (path, token, fields) => {
  const it = {};
  fields.replace(/([^\x01]*)\x01([^\x01]+)\x01/g, (_, name, words) => it[name] = words);
  const stop = new AbortController(), late = setTimeout(() => stop.abort(), 20000);
  fetch(api + path, { method: "POST", body: JSON.stringify(it), signal: stop.signal, headers: { ...headers(token), "content-type": "application/json" } })
    .then(reply => reply.text().then(words => () => told("replied", path, flat(parse(words)), reply.status, pause(reply))))
    .catch(() => () => told("replied", path))
    .then(tell => { clearTimeout(late); tell(); });
};
let stream;
const line = (frame, name) => RegExp("^" + name + ": ?(.*)", "m").exec(frame)?.[1];
export const listen = async (after, token) => {
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
export const wake = (timer, ms, spread) => { clearTimeout(timers[timer]); timers[timer] = setTimeout(() => told("tick", "", "", timer), ms + spread * Math.random()); };
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(36).padStart(2, "0")).join("");

// ---- Remembering, where the browser lets us; in memory where it doesn't.
const memory = {}, slots = ["token", "seen", "outbox"];
// The token and what was seen are the visitor's; what is being written belongs to one tab.
const store = slot => slot < 2 ? localStorage : sessionStorage, title = slot => "baton:" + key + ":" + (slots[slot] || slot);
export const keep = (slot, words) => {
  memory[slot] = words;
  try { words ? store(slot).setItem(title(slot), words) : store(slot).removeItem(title(slot)); } catch {}
};
const kept = slot => { try { return store(slot).getItem(title(slot)) || ""; } catch { return memory[slot] || ""; } };

// ---- The host page: it tells us where it is and whether we are seen; it hears numbers and words, never the talk.
const isFramed = parent !== window;
let origin = ""; try { origin = decodeURIComponent(location.hash.slice(1)); } catch {}
export const tell = (baton, n) => {
  // A page without an origin (a file, a sandbox) can't be addressed more exactly.
  if (isFramed && origin) try { parent.postMessage({ baton, n }, origin === "null" ? "*" : origin); } catch {}
};
let isOn = false, missed = [];
const act = (word, arg) => isOn ? told(word, newId(), clean(arg).trim()) : (missed.push([word, arg]), false);
const words = ["open", "shut", "page", "handoff"];
addEventListener("message", event => {
  if (event.source !== parent || event.origin !== origin || !words.includes(event.data?.baton)) return;
  const { baton, url } = event.data;
  act(baton, typeof url === "string" ? url.slice(0, 2000) : "");
  if (baton === "open") home();
});

// ---- The page itself.
const grow = () => { box.style.setProperty("height", "auto"); box.style.setProperty("height", box.scrollHeight + "px"); };
const send = () => {
  if (!isOn) { wanted = true; return; }
  if (act("say", box.value)) { box.value = ""; typed(); }
};
const typed = () => { keep("draft", box.value); grow(); };
let wanted = false;
box.addEventListener("input", typed);
box.addEventListener("keydown", event => {
  // 229: an input method that composes, in browsers that don't say so otherwise.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); send(); }
});
addEventListener("submit", event => {
  event.preventDefault();
  const form = event.target;
  form.dataset.do === "say" ? send() : act(form.dataset.do, form.elements[0].value);
});
addEventListener("click", event => {
  const it = event.target.closest?.("[data-do]");
  if (!it || it.tagName === "FORM" || it.ariaDisabled === "true") return;
  it.dataset.do === "close" ? tell("close", 0) : act(it.dataset.do, it.dataset.arg || "");
});
addEventListener("keydown", event => { if (event.key === "Escape" && !event.isComposing) tell("close", 0); });
addEventListener("online", () => act("online", ""));
addEventListener("offline", () => act("offline", ""));
doc.addEventListener("visibilitychange", () => act(doc.hidden ? "hidden" : "visible", ""));
addEventListener("storage", event => { if (event.key === title(1)) act("seen", event.newValue || "0"); });

// ---- The owner's colour, and what can be read on it and as it.
const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
const light = rgb => rgb.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
const contrast = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
const readable = (rgb, paper) => {
  const to = paper > .5 ? 0 : 255;
  for (let n = 0; n < 20 && contrast(light(rgb), paper) < 4.6; n++) rgb = rgb.map(v => v + (to - v) * .1);
  return "rgb(" + rgb.map(Math.round) + ")";
};
const paint = () => {
  const pen = doc.createElement("canvas").getContext("2d");
  if (!pen || !accent) return;
  pen.fillStyle = accent;
  if (pen.fillStyle[0] !== "#") return;
  const rgb = channels(pen.fillStyle), own = light(rgb), set = (name, value) => root.style.setProperty("--" + name, value);
  set("accent", pen.fillStyle);
  set("on-accent", contrast(own, 1) >= 4.5 ? "#fff" : "#17171c");
  set("link-light", readable(rgb, light([241, 241, 244])));
  set("link-dark", readable(rgb, light([44, 44, 50])));
};

paint();
by("close").hidden = !isFramed;
box.value ||= kept("draft");
grow();
tell("ready", 0);
// The bytes, where a server doesn't say that they are wasm.
const bytes = () => fetch(wasm).then(reply => { if (!reply.ok) throw reply.status; return reply; });
WebAssembly.compileStreaming(bytes()).catch(() => bytes().then(reply => reply.arrayBuffer()).then(WebAssembly.compile)).then(module => {
  initSync({ module });
  isOn = true;
  boot([key, name, kept(0), kept(1), kept(2)].join("\x01"));
  if (!navigator.onLine) act("offline", "");
  act(doc.hidden ? "hidden" : "visible", "");
  if (!isFramed) { act("open", ""); home(); }
  for (const [word, arg] of missed) act(word, arg);
  if (wanted) send();
}).catch(() => {
  by("line").textContent = "The chat couldn't start. Reload the page to try again.";
});
