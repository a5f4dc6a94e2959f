import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { known } from "../.ci/wasm/split.mjs";
import { WANTS_PERSON } from "./support/questions.ts";
import { rich } from "./support/scene.ts";
import { type World, expect, test } from "./support/world.ts";

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
  const probes = await quiet(page);
  [...probes].forEach((has, nth) => has === "1" && ran.add(known(NAMES[nth])));
  console.log(`${new URL(url).pathname}: ${ran.size}`);
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
    await out.addInitScript(() => Object.assign(window, { isProbed: true }));
    await look(out, `${world.baton.url}/sign-in`);
    const { page } = await world.agent("ana", seat);
    await page.addInitScript(() => Object.assign(window, { isProbed: true }));
    for (const view of VIEWS) await look(page, `${world.baton.url}/inbox${view}`);
    await page.goto(`${world.baton.url}/inbox`);
    const links = await page.locator(".rows .row-link").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    for (const path of new Set([...threads.map((id) => `/inbox/${id}`), ...links])) await look(page, `${world.baton.url}${path}`);
  }
  const later = [...new Set(NAMES.filter(Boolean).map(known))].filter((it) => !ran.has(it)).sort();
  const lines = Array.from({ length: Math.ceil(later.length / 16) }, (_, nth) => later.slice(nth * 16, nth * 16 + 16).join(" "));
  writeFileSync(join(ROOT, ".ci/later.txt"), `${lines.join("\n")}\n`);
  console.log(`${later.length} come later`);
});
