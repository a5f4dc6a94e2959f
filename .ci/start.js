// The entry of app.js, put there by .ci/bundle.sh.
import init, { hydrate as begin } from "./app.js";
import { fetchSoon } from "./rest.js";

export default init;

export function hydrate() {
  begin();
  // What the page reads by itself goes first.
  setTimeout(fetchSoon, 500);
}
