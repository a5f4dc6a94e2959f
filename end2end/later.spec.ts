import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { known } from "../.ci/wasm/split.mjs";
import { Baton } from "./support/baton.ts";
import { WANTS_PERSON } from "./support/questions.ts";
import { rich } from "./support/scene.ts";
import { PEOPLE, type World, expect, signIn, test } from "./support/world.ts";

// Opens the inbox's pages on a bundle with probes (.ci/bundle.sh --probe), and writes .ci/later.txt: what the functions are
// known by that none of them has run before the rest of the code would be there.

const ROOT = join(import.meta.dirname, "..");
const NAMES: string[] = JSON.parse(readFileSync(join(ROOT, "target/probes.json"), "utf8"));
const SEATS: BrowserContextOptions[] = [
  { locale: "en-GB" },
  { locale: "de-DE" },
  { locale: "en-GB", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
];
const VIEWS = ["", "?view=needs-person", "?view=mine", "?view=unassigned", "?view=mentions", "?view=snoozed", "?view=closed"];
/** What is a moment old is minutes, hours and days old elsewhere, and says so by other words. In milliseconds. */
const LATER = [120_000, 600_000, 10_800_000, 270_000_000];
const ran = new Set<string>();

/** Which probes have run; read until a while brings nothing more: what is read beside a page comes after it. */
async function quiet(page: Page): Promise<string> {
  const told = () =>
    page.evaluate(async (n) => {
      const script = [...document.scripts].map((it) => /import\("([^"]+)"\)/.exec(it.textContent ?? "")?.[1]).find(Boolean);
      const probes = (await import(script!)).initSync();
      return Array.from({ length: n }, (_, nth) => probes[`probe${nth}`].value).join("");
    }, NAMES.length);
  let now = await told();
  for (let before = ""; before !== now; now = await told()) {
    before = now;
    await page.waitForTimeout(2_000);
  }
  return now;
}

async function look(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator("html")).toHaveAttribute("data-hydrated");
  await note(page);
  console.log(`${new URL(url).pathname}: ${ran.size}`);
}

async function note(page: Page): Promise<void> {
  const probes = await quiet(page);
  [...probes].forEach((has, nth) => has === "1" && ran.add(known(NAMES[nth])));
}

const isProbed = (page: Page) => page.addInitScript(() => Object.assign(window, { isProbed: true }));

/** The inbox and its first thread of a Baton that has no model, as it is before one was fetched. */
async function bare(world: World): Promise<void> {
  const baton = await Baton.demo(["--model-dir", mkdtempSync(join(tmpdir(), "baton-no-model-"))]);
  const page = await (await world.context({ locale: "en-GB" })).newPage();
  await page.goto(`${baton.url}/sign-in`);
  await signIn(page, PEOPLE.ana.email);
  await expect(page).toHaveURL(`${baton.url}/inbox`);
  await isProbed(page);
  await look(page, `${baton.url}/inbox`);
  await page.close();
  await baton.stop();
}

/** Conversations in which more is going on than in the sample's, with a colleague who looks at one of them, typing. */
async function busy(world: World): Promise<string[]> {
  const { visitor, id } = await rich(world);
  const ben = await world.agent("ben", { path: `/inbox/${id}` });
  const act = async (id: string, command: object) => {
    const done = await ben.page.request.post(`${world.baton.url}/api/app/act`, { data: { id, command }, headers: { origin: world.baton.url } });
    expect(done.ok(), `${JSON.stringify(command)}: ${await done.text()}`).toBe(true);
  };
  await act(id, { is: "prioritise", priority: "urgent" });
  await act(id, { is: "tag", tag: "billing" });
  await ben.leaveNote("@Ana Ortiz can you look?");
  await visitor.attach({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
  await visitor.box.fill("Here is the list.");
  await visitor.send.click();
  await expect(ben.log).toContainText("list.csv");
  const headers = { authorization: `Bearer ${visitor.token}`, origin: world.baton.url };
  await visitor.page.request.post(`${world.baton.url}/api/widget/v1/email`, { headers, data: { email: "mara@example.com" } });

  const waits = await world.chatting();
  await waits.say(WANTS_PERSON);
  const waiting = await waits.conversation();
  const sleeps = await world.chatting();
  await sleeps.ask("How do I undo an import?");
  const sleeping = await sleeps.conversation();
  await act(sleeping, { is: "snooze", until: Date.now() + 3_600_000 });
  await waits.box.pressSequentially("I am typ");
  await ben.mode("Reply");
  await ben.box.fill("I am writing to you");
  return [id, waiting, sleeping];
}

test("what the inbox's pages run when they are opened", async ({ world }) => {
  const threads = await busy(world);
  for (const seat of SEATS) {
    const out = await (await world.context(seat)).newPage();
    await isProbed(out);
    await look(out, `${world.baton.url}/sign-in`);
    const { page } = await world.agent("ana", seat);
    await isProbed(page);
    for (const view of VIEWS) await look(page, `${world.baton.url}/inbox${view}`);
    await page.goto(`${world.baton.url}/inbox`);
    const links = await page.locator(".rows .row-link").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    for (const path of new Set([...threads.map((id) => `/inbox/${id}`), ...links])) await look(page, `${world.baton.url}${path}`);
    await page.clock.install();
    await look(page, `${world.baton.url}/inbox/${threads[1]}`);
    for (const span of LATER) await page.clock.fastForward(span);
    await note(page);
    console.log(`days later: ${ran.size}`);
  }
  await bare(world);
  const later = [...new Set(NAMES.filter(Boolean).map(known))].filter((it) => !ran.has(it)).sort();
  const lines = Array.from({ length: Math.ceil(later.length / 16) }, (_, nth) => later.slice(nth * 16, nth * 16 + 16).join(" "));
  writeFileSync(join(ROOT, ".ci/later.txt"), `${lines.join("\n")}\n`);
  console.log(`${later.length} come later`);
});
