import type { Page } from "@playwright/test";
import { Baton } from "../support/baton.ts";
import { HOSTILE, TOO_LONG } from "../support/hostile.ts";
import { NOT_COVERED, PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { rich } from "../support/scene.ts";
import { expect, signIn, test } from "../support/world.ts";

/** Pictures of each screen, to be looked at: artefacts/screens/. */
const SIZES = { 1440: { width: 1440, height: 900 }, 1024: { width: 1024, height: 768 }, 390: { width: 390, height: 844 } } as const;

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/screens/${name}.png`, animations: "disabled" });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, `${name}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

const seat = (width: keyof typeof SIZES, colorScheme: "light" | "dark") => ({
  colorScheme,
  viewport: SIZES[width],
  ...(width === 390 ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 1024, 390] as const) {
    test(`pictures of the inbox at ${width}, ${colorScheme}`, async ({ world }) => {
      const { id } = await rich(world);
      const ben = await world.agent("ben", seat(width, colorScheme));
      const name = (what: string) => `inbox-${what}-${width}-${colorScheme}`;
      await picture(ben.page, name("nothing-selected"));
      await ben.goto(`/inbox/${id}`);
      await expect(ben.log).toContainText(HOSTILE["Arabic"]!);
      await picture(ben.page, name("thread"));
      await ben.mode("Note");
      await ben.note.fill("Only for us:\ntwo lines.");
      await picture(ben.page, name("note"));
      await ben.note.fill(TOO_LONG);
      await ben.addNote.click();
      await expect(ben.region.getByRole("alert")).toBeVisible();
      await picture(ben.page, name("error"));
      await ben.note.fill("");
      await ben.mode("Reply");
      await ben.log.getByText("Why", { exact: true }).first().click();
      await ben.log.getByText("Why", { exact: true }).first().scrollIntoViewIfNeeded();
      await picture(ben.page, name("why"));
      if (width === 390) {
        await ben.button("Details").tap();
        await picture(ben.page, name("details"));
      }
      await ben.goto("/inbox?folder=closed");
      await picture(ben.page, name("closed"));
    });

    test(`pictures of the widget at ${width}, ${colorScheme}`, async ({ world }) => {
      const visitor = await world.visitor(seat(width, colorScheme));
      const name = (what: string) => `widget-${what}-${width}-${colorScheme}`;
      await expect(visitor.launcher).toBeVisible();
      await picture(visitor.page, name("closed"));
      await visitor.openChat();
      await picture(visitor.page, name("open"));
      await visitor.ask(PLAIN);
      await picture(visitor.page, name("answer"));
      await visitor.ask(NOT_COVERED);
      await picture(visitor.page, name("not-covered"));
      await visitor.say(WANTS_PERSON);
      await expect(visitor.log).toContainText("Passed on to a person");
      await picture(visitor.page, name("queue"));
      const ana = await world.agent("ana");
      await ana.open(visitor);
      await ana.reply("Hello, this is Ana. I'm looking into it.\n\nMay I have the invoice's number?");
      await expect(visitor.log).toContainText("May I have");
      for (const words of ["a word of ninety letters", "Arabic", "emoji alone"]) await visitor.say(HOSTILE[words]!);
      await picture(visitor.page, name("person"));
      world.expects(/net::ERR_/);
      await visitor.page.route("**/api/widget/v1/messages", (route) => route.abort());
      await visitor.box.fill("This one doesn't get through.");
      await visitor.send.click();
      await expect(visitor.own.last()).toContainText("Not sent");
      await picture(visitor.page, name("error"));
    });
  }
}

test("pictures of the sign-in page", async ({ world }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390] as const) {
      const page = await (await world.context(seat(width, colorScheme))).newPage();
      await page.goto(`${world.baton.url}/sign-in`);
      await picture(page, `sign-in-${width}-${colorScheme}`);
      await page.goto(`${world.baton.url}/sign-in?error=wrong`);
      await picture(page, `sign-in-error-${width}-${colorScheme}`);
    }
  }
});

test("an inbox in which nothing has happened says what will appear, open and closed", async ({ world }) => {
  // A program of its own has to start first.
  test.setTimeout(120_000);
  const baton = await Baton.empty();
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390] as const) {
      const page = await (await world.context(seat(width, colorScheme))).newPage();
      await page.goto(`${baton.url}/sign-in`);
      await signIn(page, "ana@empty.test", "nothing-here-yet");
      await expect(page.getByText("No open conversations")).toBeVisible();
      await picture(page, `empty-open-${width}-${colorScheme}`);
      await page.goto(`${baton.url}/inbox?folder=closed`);
      await expect(page.getByText("Nothing is closed yet")).toBeVisible();
      await picture(page, `empty-closed-${width}-${colorScheme}`);
      // Or it asks on when the program is gone.
      await page.close();
    }
  }
  await baton.stop();
});

test("pictures with everything twice as large", async ({ world }) => {
  const { id } = await rich(world);
  const ben = await world.agent("ben", { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
  await ben.goto(`/inbox/${id}`);
  await picture(ben.page, "inbox-thread-zoom-200");
  await expect(ben.box).toBeInViewport();
  const visitor = await world.chatting({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
  await visitor.ask(PLAIN);
  await picture(visitor.page, "widget-answer-zoom-200");
  await expect(visitor.box).toBeInViewport();
});
