import { type Browser, type Page, test } from "@playwright/test";
import { Baton } from "../support/baton.ts";
import { signIn } from "../support/world.ts";
import { Figures, frames, observed, traced } from "./watch.ts";

const ROWS = Number(process.env.ROWS ?? 10_000);
const MESSAGES = Number(process.env.MESSAGES ?? 10_000);

let baton: Baton;
let thread: string;
const told: string[] = [];
const tell = (name: string, figure: unknown) => told.push(`${name}: ${figure}`);

test.beforeAll(async () => {
  [baton, thread] = await Baton.filled(ROWS, MESSAGES);
});
test.afterAll(async () => {
  await baton.stop();
  console.log(`\n${told.join("\n")}`);
});

async function seat(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await observed(page);
  await page.goto(`${baton.url}/sign-in`);
  await signIn(page, "ana@empty.test", "nothing-here-yet");
  await page.waitForURL(`${baton.url}/inbox`);
  return page;
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(baton.url + path);
  await page.locator("html[data-hydrated]").waitFor();
  // What follows by itself follows within this.
  await page.waitForLoadState("networkidle");
}

const shift = async (page: Page) => (await page.evaluate(() => window.shifts.reduce((sum, it) => sum + it, 0))).toFixed(4);

async function interactions(page: Page): Promise<Figures> {
  await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 200))));
  return new Figures(await page.evaluate(() => window.events.map((it) => it.duration)));
}

/** Turns the wheel over what scrolls, so often. */
async function wheel(page: Page, selector: string, by: number, times: number): Promise<void> {
  await page.locator(selector).hover();
  for (let n = 0; n < times; n++) {
    await page.mouse.wheel(0, by);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
}

test(`a list of ${ROWS} rows`, async ({ browser }) => {
  const page = await seat(browser);
  await open(page, "/inbox");
  tell("list, layout shift of the first load", await shift(page));
  const scroll = () => wheel(page, ".list-scroll", 640, 400);
  let traces = "";
  tell("list, frames while scrolling", await frames(page, async () => {
    traces = await traced(page, scroll);
  }));
  tell("list, the browser's own account", traces);
  await page.evaluate(() => {
    window.events = [];
  });
  for (let n = 0; n < 40; n++) await page.keyboard.press("j");
  tell("list, j pressed 40 times, until the next frame (only those over 16 ms are told)", await interactions(page));
});

test(`a thread of ${MESSAGES} messages`, async ({ browser }) => {
  const page = await seat(browser);
  await open(page, `/inbox/${thread}`);
  tell("thread, layout shift of the first load", await shift(page));
  const back = async () => {
    const start = Date.now();
    for (let n = 0; n < 2_000; n++) {
      await wheel(page, ".log", -2_000, 4);
      if (!(await page.locator(".lines > .earlier").count())) break;
    }
    tell("thread, back to its beginning, in seconds", ((Date.now() - start) / 1000).toFixed(1));
  };
  let traces = "";
  tell("thread, frames while going back to its beginning", await frames(page, async () => {
    traces = await traced(page, back);
  }));
  tell("thread, the browser's own account", traces);
  tell("thread, elements in the page with all of it read", await page.evaluate(() => document.querySelectorAll("*").length));
  tell("thread, frames while scrolling in all of it", await frames(page, () => wheel(page, ".log", 3_000, 300)));
  await page.evaluate(() => {
    window.events = [];
  });
  await page.locator(".composer textarea").first().click();
  await page.keyboard.type("How good to hear from you again", { delay: 30 });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("snooze", { delay: 30 });
  await page.keyboard.press("Escape");
  tell("thread, typing a reply and in the palette, until the next frame (only those over 16 ms are told)", await interactions(page));
});
