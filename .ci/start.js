// The entry of app.js, put there by .ci/bundle.sh.
import init, { hydrate as begin } from "./app.js";
import { fetchSoon } from "./rest.js";

export default init;

/** The pages that .ci/later.sh has looked at: the first file is made for them. Others have all of the code before they come alive. */
const FIRST = /^\/(inbox(\/\w+)?|sign-in)$/;

export async function hydrate() {
  if (!FIRST.test(location.pathname)) await fetchSoon(true);
  begin();
  fetchSoon(false);
}
