import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { WANTS_PERSON } from "../support/questions.ts";
import { agree, expect, test } from "../support/world.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/screens/${name}.png`, animations: "disabled" });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, `${name}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

/** A finger that goes from here so far across and along, in steps. */
async function draw(page: Page, from: Locator, across: number, along = 0): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const box = (await from.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at?: { x: number; y: number }) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
  await touch("touchStart", { x, y });
  for (let part = 1; part <= 10; part += 1) await touch("touchMove", { x: x + (across * part) / 10, y: y + (along * part) / 10 });
  await touch("touchEnd");
}

test("a conversation is worked from the list to its end without a mouse", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const ana = await world.agent("ana", { path: "/inbox?view=needs-person" });
  const { page } = ana;
  await expect(ana.row(id)).toBeVisible();
  const focused = () => page.evaluate(() => (document.activeElement as HTMLAnchorElement | null)?.getAttribute("href") ?? "");
  // Down the list until the row has the focus.
  for (let n = 0; n < 60 && !(await focused()).includes(id); n += 1) await page.keyboard.press("j");
  expect(await focused()).toContain(id);
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  expect(await focused()).toContain(id);
  await page.keyboard.press("Enter");
  await expect(ana.region).toBeVisible();
  await expect(ana.button("Claim")).toHaveAttribute("aria-keyshortcuts", "c");
  await page.keyboard.press("c");
  await expect(ana.holder).toContainText("You hold this.");
  await expect(ana.box).toBeFocused();

  await test.step("letters are letters while somebody types", async () => {
    await page.keyboard.type("e is for echo, ? and #");
    await expect(ana.box).toHaveValue("e is for echo, ? and #");
    await expect(ana.holder).toContainText("You hold this.");
    await page.keyboard.press("Control+Enter");
    await expect(ana.log.locator(".replied")).toContainText("e is for echo, ? and #");
  });

  await test.step("Escape leaves the field, and a note is begun", async () => {
    await ana.box.focus();
    await page.keyboard.press("Escape");
    await expect(ana.box).not.toBeFocused();
    await page.keyboard.press("n");
    await expect(ana.note).toBeFocused();
    await expect(ana.note, "the key isn't typed").toHaveValue("");
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await expect(ana.box).toBeFocused();
    await page.keyboard.press("Escape");
  });

  await test.step("menus open with the first choice in hand, and Escape closes them", async () => {
    await page.keyboard.press("s");
    await expect(page.getByRole("button", { name: "3 hours" })).toBeFocused();
    await page.keyboard.press("e");
    await expect(ana.holder, "no key works through a menu").toContainText("You hold this.");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "3 hours" })).toHaveCount(0);
    await expect(ana.button("Snooze")).toBeFocused();
    await page.keyboard.press("p");
    await expect(page.getByRole("button", { name: "Priority: urgent" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "Details" })).toContainText("urgent");
    await page.keyboard.press("#");
    await expect(page.getByRole("combobox", { name: "Tag" })).toBeFocused();
    await page.keyboard.press("Escape");
  });

  await page.keyboard.press("e");
  await expect(ana.holder).toContainText("Closed.");
  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/inbox\?view=needs-person$/);
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/view=closed$/);
  await expect(ana.row(id)).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("group", { name: "Chosen conversations" })).toContainText("1 chosen");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Chosen conversations" })).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
});

test("the sheet lists every key, and single keys can be switched off for good", async ({ world }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const ana = await world.agent("ana", { colorScheme });
    await ana.page.keyboard.press("?");
    const sheet = ana.page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toBeVisible();
    for (const group of ["In the list", "Conversation", "Go to", "Everywhere"]) await expect(sheet.getByRole("region", { name: group })).toBeVisible();
    await expect(sheet.locator(".sheet-line", { hasText: "Mine" })).toContainText("g then m");
    expect(await findings(ana.page)).toEqual([]);
    await picture(ana.page, `keys-sheet-1440-${colorScheme}`);
    await ana.page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
  }
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.page.keyboard.press("?");
  await ana.page.getByRole("switch", { name: /Single keys/ }).uncheck();
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("c");
  await ana.page.reload();
  await ana.isAlive();
  await expect(ana.button("Claim"), "it isn't promised any more").not.toHaveAttribute("aria-keyshortcuts");
  await ana.page.keyboard.press("c");
  await ana.page.keyboard.press("Control+k");
  const palette = ana.page.getByRole("dialog", { name: "Commands" });
  await expect(palette, "with Ctrl it goes on working").toBeVisible();
  await ana.page.keyboard.press("Escape");
  await expect(ana.holder, "and c did nothing").toContainText("Waits for a person.");
  await ana.page.getByRole("button", { name: "Keys" }).click();
  await ana.page.getByRole("switch", { name: /Single keys/ }).check();
  await ana.page.keyboard.press("Escape");
  await expect(ana.page.getByRole("dialog")).toHaveCount(0);
  await ana.page.keyboard.press("c");
  await expect(ana.holder).toContainText("You hold this.");
});

test("the palette does what its words say: to the conversation, to the page, to what is found", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("a question about zebrafish");
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const { page } = ana;
  const palette = page.getByRole("dialog", { name: "Commands" });
  const field = palette.getByRole("combobox");
  const first = palette.getByRole("option").first();
  const choose = async (typed: string, name: string | RegExp) => {
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused();
    await field.fill(typed);
    await expect(first).toContainText(name);
    await expect(first).toHaveAttribute("aria-selected", "true");
    await agree(() => field.getAttribute("aria-activedescendant"), () => first.getAttribute("id"));
    await page.keyboard.press("Enter");
    await expect(palette).toHaveCount(0);
  };
  const details = page.getByRole("region", { name: "Details" });
  await choose("claim", "Claim");
  await expect(ana.holder).toContainText("You hold this.");
  await choose("ben", "Assign to Ben Achterberg");
  await expect(details).toContainText("Ben Achterberg");
  await choose("urg", "Priority: urgent");
  await expect(details).toContainText("urgent");
  await choose("Tag: from the palette", "Tag: from the palette");
  await expect(details.getByRole("list", { name: "Tags" })).toContainText("from the palette");
  await choose("tomorrow", "Snooze: Tomorrow, 9:00");
  await expect(details).toContainText("Snoozed");
  await choose("mine", "Mine");
  await expect(page).toHaveURL(/view=mine$/);

  await test.step("what begins with a choice goes on in the field", async () => {
    await ana.goto(`/inbox/${id}`);
    await page.keyboard.press("Control+k");
    await field.fill("prio");
    await page.keyboard.press("Enter");
    await expect(field).toHaveValue("Priority: ");
    await page.keyboard.press("ArrowDown");
    await expect(palette.getByRole("option").nth(1)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(palette.getByRole("option").last()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
  });

  await test.step("conversations are found by what was said, and what was used comes first", async () => {
    await ana.goto("/inbox");
    await page.keyboard.press("Control+k");
    await expect(first, "used last").toContainText("Mine");
    await field.fill("zebrafish");
    const found = palette.getByRole("option").filter({ hasText: "Visitor" }).first();
    await expect(found).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await picture(page, "palette-1440-light");
    await found.click();
    await expect(page).toHaveURL(new RegExp(`/inbox/${id}`));
    await expect(ana.region).toBeVisible();
  });
});

test("sheet and palette speak German, and fit a phone in the dark", async ({ world }) => {
  const ana = await world.agent("ana", { locale: "de-DE", colorScheme: "dark", ...PHONE });
  const { page } = ana;
  await page.getByRole("button", { name: "Befehle" }).tap();
  const palette = page.getByRole("dialog", { name: "Befehle" });
  await palette.getByRole("combobox", { name: "Aktion, Seite oder Gespräch" }).fill("mein");
  await expect(palette.getByRole("option").first()).toContainText("Meine");
  expect(await findings(page)).toEqual([]);
  await picture(page, "palette-390-dark-de");
  await palette.getByRole("option").first().tap();
  await expect(page).toHaveURL(/view=mine$/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Tastenkürzel" })).toContainText("dann");
  expect(await findings(page)).toEqual([]);
  await picture(page, "keys-sheet-390-dark-de");
});

test("a row is drawn aside on a phone, and scrolling stays scrolling", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  const ids: string[] = [];
  for (const visitor of visitors) {
    await visitor.say(WANTS_PERSON);
    ids.push(await visitor.conversation());
  }
  const ana = await world.agent("ana", { ...PHONE, path: "/inbox?view=needs-person" });
  const { page } = ana;
  const [one, two] = ids.map((id) => ana.row(id));
  await expect(one!).toBeVisible();

  await test.step("not far enough, or up and down, does nothing", async () => {
    await draw(page, one!, 60);
    await draw(page, one!, 12, -60);
    await expect(page).toHaveURL(/view=needs-person$/);
    await expect(one!).toContainText("Needs a person");
    await expect(one!.locator(".row-behind")).toHaveCount(0);
  });

  await test.step("to the left it opens a tray, which can be left again", async () => {
    await draw(page, one!, -140);
    const tray = one!.getByRole("group", { name: "Put away" });
    await expect(tray).toBeVisible();
    await picture(page, "swipe-tray-390-light");
    expect(await findings(page)).toEqual([]);
    await tray.getByRole("button", { name: "Leave it here" }).tap();
    await expect(tray).toHaveCount(0);
    await draw(page, one!, -140);
    // Pressed, not tapped: right after a touch that was drawn a browser may keep a tap to itself.
    await tray.getByRole("button", { name: "Tomorrow" }).click();
    await expect(one!).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(one!).toBeVisible();
  });

  await test.step("to the right it is taken", async () => {
    await draw(page, two!, 150);
    await expect(page.getByText("Done for 1 conversation.")).toBeVisible();
    await expect(page, "and isn't opened").toHaveURL(/view=needs-person$/);
    await two!.getByRole("link").click();
    await expect(ana.holder).toContainText("You hold this.");
  });
});

test("what is new is marked once, and one gets to where it begins", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("the first word");
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  await expect(ana.row(id)).not.toContainText("Unread:");
  await ana.goto("/inbox");
  for (let n = 1; n <= 4; n += 1) await visitor.say(`news ${n}${"\nof several lines".repeat(14)}`);
  await expect(ana.row(id)).toContainText("Unread:");
  await ana.openById(id);
  const mark = ana.log.locator("#new");
  await expect(mark).toHaveText("New");
  await expect(mark).not.toBeInViewport();
  await ana.region.getByRole("button", { name: "To the first new one" }).click();
  await expect(mark).toBeInViewport();
  await expect(mark.locator("xpath=following-sibling::li[1]")).toContainText("news 1");
  await expect(ana.region.getByRole("button", { name: "To the first new one" })).toHaveCount(0);
  await ana.goto("/inbox");
  await ana.openById(id);
  await expect(mark, "it was read").toHaveCount(0);
});

test("tags that the team uses are offered while one types", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  for (const visitor of visitors) await visitor.say("hello");
  const ana = await world.agent("ana");
  const details = ana.page.getByRole("region", { name: "Details" });
  const field = details.getByRole("combobox", { name: "Tag" });
  await ana.open(visitors[0]!);
  await details.getByRole("button", { name: "Add tag" }).click();
  await field.fill("warranty claim");
  await field.press("Enter");
  await expect(details.getByRole("list", { name: "Tags" })).toContainText("warranty claim");
  await ana.open(visitors[1]!);
  await details.getByRole("button", { name: "Add tag" }).click();
  await field.fill("warr");
  const option = details.getByRole("option", { name: "warranty claim" });
  await expect(option).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await field.press("ArrowDown");
  await expect(option).toHaveAttribute("aria-selected", "true");
  expect(await findings(ana.page)).toEqual([]);
  await field.press("Enter");
  await expect(details.getByRole("list", { name: "Tags" })).toContainText("warranty claim");
});
