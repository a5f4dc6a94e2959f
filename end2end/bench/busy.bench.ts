import { type Page, expect, test } from "@playwright/test";
import { Baton } from "../support/baton.ts";
import { signIn } from "../support/world.ts";
import { Crowd } from "./crowd.ts";
import { Figures, frames, observed, traced } from "./watch.ts";

const LIVE = Number(process.env.LIVE ?? 300);
const RATE = Number(process.env.RATE ?? 30);
const PRESSES = 60;
const CLICKS = 20;
/** Between two presses, in milliseconds: as fast as somebody goes through a list. */
const PAUSE = 120;
/** The page is only looked at for so long, in milliseconds. */
const WATCHED = 10_000;
/** What is quicker isn't told by the browser. */
const TOLD_FROM = 16;

const told: string[] = [];
const tell = (name: string, figure: unknown) => told.push(`${RATE} changes a second, ${name}: ${figure}`);
test.afterAll(() => console.log(`\n${told.join("\n")}`));

/** How long each interaction took until the page was drawn again. */
async function interactions(page: Page, n: number, press: (nth: number) => Promise<unknown>): Promise<Figures> {
  await page.evaluate(() => {
    window.events = [];
  });
  for (let nth = 0; nth < n; nth++) {
    await press(nth);
    await page.waitForTimeout(PAUSE);
  }
  await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 200))));
  const events = await page.evaluate(() => window.events.map(({ id, duration }) => [id, duration] as const));
  const slow = new Map<number, number>();
  for (const [id, duration] of events) slow.set(id, Math.max(duration, slow.get(id) ?? 0));
  return new Figures([...slow.values(), ...Array.from({ length: Math.max(0, n - slow.size) }, () => TOLD_FROM)]);
}

/** Which shares of a processor the page's main thread and the server took meanwhile. */
async function shares(page: Page, baton: Baton, during: () => Promise<unknown>): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const spent = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")!.value;
  const [begun, page0, server0] = [performance.now(), await spent(), baton.spent()];
  await during();
  const seconds = (performance.now() - begun) / 1000;
  const [ofPage, ofServer] = [(await spent()) - page0, baton.spent() - server0].map((it) => ((it / seconds) * 100).toFixed(1));
  await session.detach();
  return `${ofPage} % of the page's main thread, ${ofServer} % of a core for the server`;
}

test(`a list of ${LIVE} conversations, in which ${RATE} things happen a second`, async ({ browser }) => {
  const [baton, key] = await Baton.keyed(["--trusted-proxies", "127.0.0.1/32"]);
  const page = await (await browser.newContext()).newPage();
  await observed(page);
  await page.goto(`${baton.url}/sign-in`);
  await signIn(page, "ana@empty.test", "nothing-here-yet");
  await page.waitForURL(`${baton.url}/inbox`);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const crowd = await Crowd.gather(baton.url, key, cookie, LIVE);
  await page.goto(`${baton.url}/inbox`);
  await page.locator("html[data-whole]").waitFor();
  await page.waitForLoadState("networkidle");
  const row = page.locator(".rows .row-link");
  await expect(row.first()).toBeVisible();

  crowd.runs(RATE);
  await expect.poll(() => crowd.took.length).toBeGreaterThan(RATE);
  let traces = "";
  tell("frames while it is only looked at", await frames(page, async () => {
    tell("it takes", await shares(page, baton, async () => {
      traces = await traced(page, () => page.waitForTimeout(WATCHED));
    }));
  }));
  tell("the browser's own account", traces);
  tell(`j pressed ${PRESSES} times, until the next frame`, await interactions(page, PRESSES, () => page.keyboard.press("j")));
  const begun = crowd.took.length;
  const click = async (nth: number) => {
    // Where a row is at this moment: it may be another one by the time of the press, as for a hand.
    const box = await row.nth(nth % 6).boundingBox();
    if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  };
  let account = "";
  tell(`${CLICKS} rows clicked, until the next frame`, await interactions(page, CLICKS, async (nth) => {
    if (nth === 0) account = await traced(page, () => click(nth));
    else await click(nth);
  }));
  tell("the first click, by the browser's own account", account);
  await expect(page.getByRole("region", { name: "Thread" })).toBeVisible();
  await crowd.stops();
  expect(crowd.took.length, "it went on all the while").toBeGreaterThan(begun);
  expect(crowd.failed).toEqual([]);
  tell("until a change was answered", new Figures(crowd.took));
  await baton.stop();
});
