import type { Locator } from "@playwright/test";
import { HOSTILE, NAME, TOO_LONG } from "../support/hostile.ts";
import { WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

/** Nothing of it became an element, and nothing sticks out. */
async function isHarmless(log: Locator): Promise<void> {
  await expect(log.locator("img, script, iframe, [onload], [onerror], a[href^=javascript]")).toHaveCount(0);
  expect(await log.evaluate((it) => it.scrollWidth - it.clientWidth), "nothing sticks out sideways").toBeLessThanOrEqual(0);
}

test("hostile words of a visitor are words on both sides, and nothing runs", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  for (const words of Object.values(HOSTILE)) {
    await visitor.say(words);
    await expect(visitor.own.last().locator(".bubble")).toHaveText(words);
    await expect(ana.log.locator(".said .rich").last()).toHaveText(words);
  }
  await isHarmless(visitor.log);
  await isHarmless(ana.log);
  await isHarmless(ana.page.getByRole("main"));
});

test("hostile words of an agent are words on both sides, and nothing runs", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  for (const words of Object.values(HOSTILE)) {
    await ana.reply(words);
    // An agent may use markdown: the link loses its brackets and, as it leads nowhere good, its address.
    const shown = words.replace("[press me](javascript:alert(3))", "press me");
    await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" }).last().locator(".bubble")).toHaveText(shown);
    await expect(ana.log.locator(".replied .rich").last()).toHaveText(shown);
  }
  await ana.leaveNote(HOSTILE["a picture that runs a script"]!);
  await isHarmless(visitor.log);
  await isHarmless(ana.log);
  await isHarmless(ana.page.getByRole("main"));
});

test("a hostile name is a name, wherever it stands", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  await visitor.giveName(NAME);
  await expect(visitor.log).toContainText(`${NAME} is the name you gave`);
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  await expect(ana.row(id)).toContainText(NAME);
  await expect(ana.region.getByRole("heading", { name: NAME })).toBeVisible();
  await expect(ana.page.getByRole("region", { name: "Details" })).toContainText(NAME);
  await ana.page.reload();
  await ana.isAlive();
  await expect(ana.row(id)).toContainText(NAME);
  await isHarmless(ana.page.getByRole("main"));
  await isHarmless(visitor.log);
});

test("Arabic stands right to left beside English on both sides", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(HOSTILE["Arabic"]!);
  await visitor.say("And in English.");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const direction = (bubble: Locator) => bubble.evaluate((it) => getComputedStyle(it).direction);
  for (const bubbles of [visitor.own.locator(".bubble"), ana.log.locator(".said .bubble")]) {
    await expect(bubbles).toHaveCount(2);
    expect(await direction(bubbles.first())).toBe("rtl");
    expect(await direction(bubbles.last())).toBe("ltr");
  }
});

test("8,001 characters of a visitor: a clear word, and nothing of the text is lost", async ({ world }) => {
  world.expects(/status of 422/);
  const visitor = await world.chatting();
  await visitor.box.fill(TOO_LONG);
  await visitor.send.click();
  await expect(visitor.frame.getByText(/8,?000 characters/)).toBeVisible();
  const kept = async () => {
    const inBox = (await visitor.box.inputValue()).length;
    const shown = (await visitor.own.locator(".bubble").allTextContents()).map((it) => it.length);
    return Math.max(inBox, ...shown);
  };
  await expect.poll(kept, "characters that are still there").toBe(TOO_LONG.length);
  // The way on isn't blocked; what was refused stays below, to be tried again.
  await visitor.box.fill("Shorter, then.");
  await visitor.send.click();
  await expect(visitor.own.filter({ hasText: "Shorter, then." })).toHaveCount(1);
  await world.log.conversationOf(visitor.ids.at(-1)!);
});

test("8,001 characters of an agent: a clear word, and the text is kept", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.box.fill(TOO_LONG);
  await ana.send.click();
  await expect(ana.region.getByRole("alert")).toContainText("A message can have 8000 characters; this one has 8001.");
  await expect(ana.box).toHaveValue(TOO_LONG);
  await expect(ana.log.locator(".replied")).toHaveCount(0);
  await ana.reply("Shorter, then.");
  await expect(ana.region.getByRole("alert")).toHaveCount(0);
});
