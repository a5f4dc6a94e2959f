// The entry of app.js, put there by .ci/bundle.sh.
import init, { hydrate as begin } from "./app.js";
import { fetchSoon } from "./rest.js";

export default init;

/** The page comes alive when all of its code is there: half of it would fetch the rest in the middle of its work, and stand still. */
export async function hydrate() {
  await fetchSoon(true);
  begin();
}
