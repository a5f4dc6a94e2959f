// What lighthouse says of the pages of a Baton with the sample company, which it starts and ends. Usage: lighthouse.mjs [PATH ...]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import lighthouse from "lighthouse";
import * as launcher from "chrome-launcher";

const BIN = resolve(process.env.BATON_BIN ?? join(import.meta.dirname, "../../target/release/baton"));
/** Lighthouse's own desktop: a wired line, and no slower a processor than this one. */
const DESKTOP = { rttMs: 40, throughputKbps: 10_240, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 };
const paths = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "baton-lighthouse-"));
const baton = spawn(BIN, ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", folder], { stdio: ["ignore", "pipe", "pipe"] });
const url = await new Promise((found, failed) => {
  let said = "";
  const hear = (piece) => {
    said += piece;
    const line = /listening on (http:\/\/[^\s/]+)/.exec(said);
    if (line) found(line[1]);
  };
  baton.stdout.on("data", hear);
  baton.stderr.on("data", hear);
  baton.on("exit", (code) => failed(new Error(`baton ended with ${code}:\n${said}`)));
});

/** The cookies of a session. */
async function session() {
  const body = new URLSearchParams({ email: "agent@demo.test", password: "baton-demo" });
  const reply = await fetch(`${url}/session`, { method: "POST", headers: { origin: url }, body, redirect: "manual" });
  if (reply.status >= 400) throw new Error(`signing in was answered with ${reply.status}`);
  return reply.headers.getSetCookie().map((it) => it.split(";")[0]).join("; ");
}

const chrome = await launcher.launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
try {
  const flags = { port: chrome.port, output: "json", extraHeaders: { Cookie: await session() } };
  for (const path of paths.length ? paths : ["/inbox", "/settings/handoff", "/demo"]) {
    // As a desktop: a team works at one.
    const config = { extends: "lighthouse:default", settings: { formFactor: "desktop", throttling: DESKTOP, screenEmulation: { disabled: true }, onlyCategories: ["performance", "accessibility", "best-practices"] } };
    const { lhr } = await lighthouse(url + path, flags, config);
    const scores = Object.values(lhr.categories).map((it) => `${it.title} ${Math.round((it.score ?? 0) * 100)}`);
    const figures = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((id) => `${lhr.audits[id].title} ${lhr.audits[id].displayValue}`);
    console.log(`${path}: ${[...scores, ...figures].join(", ")}`);
    const refs = Object.values(lhr.categories).flatMap((it) => it.auditRefs).map((it) => lhr.audits[it.id]);
    for (const audit of new Set(refs)) if (audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode === "binary") console.log(`  ${audit.id}: ${audit.title}`);
  }
} finally {
  chrome.kill();
  const gone = new Promise((ended) => baton.removeAllListeners("exit").once("exit", ended));
  baton.kill("SIGTERM");
  await gone;
  rmSync(folder, { recursive: true, force: true });
}
