// The entry of app.js for .ci/later.sh, put there by .ci/bundle.sh.
import { whole as rest } from "./app.js";

export { default, hydrate, initSync } from "./app.js";

/** What waits for the rest of the code goes on, but on pages that are looked at: the first file is for what comes before. */
export const whole = () => window.isProbed || rest();
