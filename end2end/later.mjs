// Opens the inbox's pages on a bundle with probes (.ci/bundle.sh --probe), and writes .ci/later.txt: what the functions are
// known by that none of them has run. Usage: BATON_BIN=… node end2end/later.mjs, in the root of the repository.
import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { known } from "../.ci/wasm/split.mjs";

const names = JSON.parse(readFileSync("target/probes.json", "utf8"));
const ran = new Set();
const folder = mkdtempSync(join(tmpdir(), "baton-later-"));
const baton = spawn(process.env.BATON_BIN ?? "target/debug/baton", ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", folder], {
  stdio: ["ignore", "pipe", "pipe"],
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

const url = await new Promise((found, failed) => {
  let said = "";
  baton.on("exit", (code) => failed(new Error(`baton ended with ${code}:\n${said}`)));
  const hear = (piece) => {
    said += piece;
    const address = /listening on (http:\/\/[^\s/]+)/.exec(said);
    if (address) found(address[1]);
  };
  baton.stdout.on("data", hear);
  baton.stderr.on("data", hear);
});

/** Opens a page, and notes what has run once it is quiet. */
async function look(page, path) {
  await page.goto(url + path, { waitUntil: "load" });
  await page.waitForSelector("html[data-hydrated]", { timeout: 120_000 });
  await noted(page, path);
}

async function noted(page, path) {
  const told = () =>
    page.evaluate(async (n) => {
      const script = [...document.scripts].map((it) => /import\("([^"]+)"\)/.exec(it.textContent)?.[1]).find(Boolean);
      const probes = (await import(script)).initSync();
      return Array.from({ length: n }, (_, nth) => probes[`probe${nth}`].value).join("");
    }, names.length);
  // The stream of events and what is read beside the page come after it: quiet is when a while brings nothing more.
  let before;
  for (let now = await told(); now !== before; now = await told()) {
    before = now;
    await page.waitForTimeout(2_000);
  }
  [...before].forEach((has, nth) => has === "1" && ran.add(known(names[nth])));
  console.log(`${path}: ${ran.size}`);
}

try {
  for (const locale of ["en-GB", "de-DE"]) {
    const context = await browser.newContext({ locale, timezoneId: "Europe/Amsterdam", viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.on("pageerror", (wrong) => console.error(`${page.url()}: ${wrong}`));
    page.on("console", (line) => line.type() === "error" && console.error(`${page.url()}: ${line.text()}`));
    page.on("response", (it) => it.status() >= 500 && console.error(`${it.url()}: ${it.status()}`));
    await look(page, "/sign-in");
    await page.fill("input[type=email]", "agent@demo.test");
    await page.fill("input[type=password]", "baton-demo");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/inbox/);
    for (const view of ["", "?view=needs_person", "?view=snoozed", "?view=closed"]) await look(page, `/inbox${view}`);
    await look(page, "/inbox");
    const threads = await page.locator(".rows .row-link").evaluateAll((links) => links.map((it) => it.getAttribute("href")));
    for (const thread of threads) await look(page, thread);
    await context.close();
  }
} finally {
  await browser.close();
  baton.removeAllListeners("exit");
  baton.kill();
  rmSync(folder, { recursive: true, force: true });
}

const later = [...new Set(names.filter(Boolean).map(known))].filter((it) => !ran.has(it)).sort();
const lines = Array.from({ length: Math.ceil(later.length / 16) }, (_, nth) => later.slice(nth * 16, nth * 16 + 16).join(" "));
writeFileSync(".ci/later.txt", `${lines.join("\n")}\n`);
console.log(`${later.length} come later`);
