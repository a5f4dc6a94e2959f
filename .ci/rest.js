// The inbox's code is in two files (.ci/wasm/split.mjs): this one fetches the second. Part of app.js, put there by .ci/bundle.sh.
import { initSync, whole } from "./app.js";

/** Between two tries, in milliseconds. */
const PAUSE = 3000;
const address = new URL("./rest.wasm", import.meta.url);
const imports = () => ({ first: initSync() });
let isHere = false;

/** Fetches the rest, and tries again after a pause where it can't be had. `isAwaited`: nothing works before it is there. */
export async function fetchSoon(isAwaited) {
  while (!isHere) {
    try {
      await WebAssembly.instantiateStreaming(fetch(address), imports());
      isHere = true;
      whole();
      say(false);
    } catch (wrong) {
      console.warn(wrong);
      if (isAwaited) say(true);
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }
}

/** Fetches the rest while something waits for it: a press came before `fetchSoon` was done. */
export function fetchNow() {
  const asked = new XMLHttpRequest();
  asked.open("GET", address, false);
  // The one way to bytes where one can't wait for them: each letter is one.
  asked.overrideMimeType("text/plain; charset=x-user-defined");
  try {
    asked.send();
  } finally {
    say(asked.status !== 200);
  }
  if (asked.status !== 200) throw new Error(`${address}: ${asked.status}`);
  const bytes = Uint8Array.from(asked.responseText, (letter) => letter.charCodeAt(0));
  new WebAssembly.Instance(new WebAssembly.Module(bytes), imports());
  isHere = true;
  // Not before what was waiting for it.
  queueMicrotask(whole);
}

/** Shows or hides that a part of the page is missing. */
function say(isMissing) {
  const notice = document.getElementById("missing");
  if (notice) notice.hidden = !isMissing;
}
