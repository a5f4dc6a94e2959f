import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { Visitor } from "../support/visitor.ts";
import { CUT, type World, expect, test } from "../support/world.ts";

// A Baton of its own: what it asks who waits would stand in the other stories.
test.use({ words: ["--trusted-proxies", "10.1.3.0/24"] });

const PLACE = "/settings/identity";
const FIELDS = [
  ["Order number", "A line of text"],
  ["Account ID", "A line of text"],
  ["Screenshot", "A file, such as a screenshot"],
] as const;
/** One red pixel. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==", "base64");
const PICTURE = { name: "shot.png", mimeType: "image/png", buffer: PIXEL };

const questions = (page: Page): Locator => page.getByRole("region", { name: "Questions to visitors", exact: true });

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

/** Asks who waits for an order number, an account and a screenshot; a story before may have done so. */
async function asks(world: World): Promise<Page> {
  const { page } = await world.agent("ana", { path: PLACE });
  const of = questions(page);
  const rows = of.getByRole("listitem");
  await expect(of.getByRole("button", { name: "Add a field" })).toBeVisible();
  if ((await rows.count()) > 0) return page;
  for (const [at, [label, kind]] of FIELDS.entries()) {
    await of.getByRole("button", { name: "Add a field" }).click();
    await expect(rows).toHaveCount(at + 1);
    const row = rows.nth(at);
    await row.getByRole("textbox", { name: "Name of the field" }).fill(label);
    await expect(row.getByRole("checkbox", { name: "Required" })).toBeVisible();
    await row.getByRole("combobox", { name: "What is asked for" }).selectOption(kind);
    const when = row.getByRole("combobox", { name: "When it is asked" });
    if (label === "Screenshot") await expect(when, "there is no other moment for a file").toHaveValue("handoff");
    else await when.selectOption("While they wait for a person");
    await expect(row.getByRole("checkbox", { name: "Required" }), "nobody has to").toHaveCount(0);
  }
  await of.getByRole("button", { name: "Save", exact: true }).click();
  await expect(of.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  return page;
}

class Form {
  readonly order: Locator;
  readonly account: Locator;
  readonly shot: Locator;
  readonly passOn: Locator;
  readonly skip: Locator;

  constructor({ frame }: Visitor) {
    this.order = frame.getByRole("textbox", { name: "Order number" });
    this.account = frame.getByRole("textbox", { name: "Account ID" });
    this.shot = frame.getByLabel("Screenshot");
    this.passOn = frame.getByRole("button", { name: "Pass on" });
    this.skip = frame.getByRole("button", { name: "Skip" });
  }

  async isGone(): Promise<void> {
    await expect(this.order).toHaveCount(0);
    await expect(this.skip).toHaveCount(0);
  }
}

async function waiting(world: World): Promise<[Visitor, Form]> {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.askForPerson();
  const form = new Form(visitor);
  await expect(form.order).toBeVisible();
  return [visitor, form];
}

/** The same browser opens the site once more. */
async function again(world: World, visitor: Visitor): Promise<[Visitor, Form]> {
  const tab = new Visitor(await visitor.context.newPage(), world.log);
  await tab.page.goto(visitor.page.url());
  await tab.openChat();
  return [tab, new Form(tab)];
}

test("a person begins with the order number, the account and the screenshot, and the visitor wrote on meanwhile", async ({ world }) => {
  await asks(world);
  const [visitor, form] = await waiting(world);
  await expect(visitor.name, "one form at a time").toHaveCount(0);
  await expect(visitor.email, "one form at a time").toHaveCount(0);
  expect(await findings(visitor.page)).toEqual([]);
  await visitor.page.screenshot({ path: "artefacts/screens/widget-collected.png" });
  await form.order.fill("1042");
  await visitor.say("It should have come on Monday.");
  await expect(form.order, "writing disturbs nothing").toHaveValue("1042");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await expect(ana.log).toContainText("The visitor was asked for: Order number · Account ID · Screenshot");

  await visitor.page.reload();
  await visitor.openChat();
  await expect(form.order, "a reload loses nothing").toHaveValue("1042");
  const [tab, there] = await again(world, visitor);
  await expect(there.order).toBeVisible();
  await form.account.fill("A-7");
  await form.shot.setInputFiles([PICTURE]);
  await form.passOn.click();
  await form.isGone();
  await there.isGone();
  for (const { log } of [visitor, tab]) await expect(log).toContainText("Account ID: A-7 · Order number: 1042 · Screenshot: shot.png – passed on to the team");

  const details = ana.page.getByRole("region", { name: "Details" });
  for (const [fact, value] of [["Order number", "1042"], ["Account ID", "A-7"], ["Screenshot", "shot.png"]] as const) {
    const row = details.locator("dl > div").filter({ has: ana.page.getByText(fact, { exact: true }) });
    await expect(row).toContainText(value);
    await expect(row).toContainText("Filled in by the visitor");
  }
  await expect(ana.region.locator("details.summary")).toContainText("Order number: 1042");
  await expect(ana.log.getByRole("link", { name: "Open the picture shot.png" })).toBeVisible();
  await expect(ana.log.locator(".replied"), "nobody has written yet").toHaveCount(0);
  const href = (await details.getByRole("link", { name: "shot.png" }).getAttribute("href"))!;
  const opened = await ana.page.request.get(world.baton.url + href);
  expect([opened.status(), opened.headers()["content-type"]]).toEqual([200, "image/png"]);
  await ana.page.screenshot({ path: "artefacts/screens/inbox-collected.png" });
  await ana.reply("It left on Tuesday.");
  await expect(visitor.log).toContainText("It left on Tuesday.");
  await visitor.page.reload();
  await visitor.openChat();
  await form.isGone();
});

test("who would rather not skips it, with the keyboard alone, and is left alone", async ({ world }) => {
  await asks(world);
  const [visitor, form] = await waiting(world);
  const [, there] = await again(world, visitor);
  await expect(there.order).toBeVisible();
  await visitor.page.bringToFront();
  await form.order.focus();
  for (const next of [form.account, form.shot, form.passOn, form.skip]) {
    await visitor.page.keyboard.press("Tab");
    await expect(next).toBeFocused();
  }
  await visitor.page.keyboard.press("Enter");
  await form.isGone();
  await expect(visitor.box, "there they go on").toBeFocused();
  await there.isGone();
  await expect(visitor.name, "nor are they asked for a name then").toHaveCount(0);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await expect(ana.log).toContainText("The visitor skipped the questions");
  await visitor.page.reload();
  await visitor.openChat();
  await form.isGone();
});

test("a person who comes first interrupts nobody, and what was filled in offline goes by itself", async ({ world }) => {
  world.expects(CUT);
  await asks(world);
  const [visitor, form] = await waiting(world);
  await form.order.fill("1042");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.button("Claim").click();
  await expect(visitor.log).toContainText("Ana Ortiz joined");
  await expect(form.order).toHaveValue("1042");
  await visitor.context.setOffline(true);
  await expect(visitor.frame.getByText("You are offline")).toBeVisible();
  await form.passOn.click();
  await expect(visitor.frame.getByRole("alert")).toContainText("That didn't get through. Try again.");
  await expect(form.order, "the words are kept").toHaveValue("1042");
  await visitor.context.setOffline(false);
  await form.isGone();
  await expect(visitor.log).toContainText("Order number: 1042 – passed on to the team");
  await expect(ana.log).toContainText("The visitor filled in: Order number: 1042");
  await expect(ana.log.getByText("The visitor filled in"), "once").toHaveCount(1);
});

test("a file that can't be taken says why, and the rest is kept", async ({ world }) => {
  world.expects(/status of 422/);
  await asks(world);
  const [visitor, form] = await waiting(world);
  await form.order.fill("1042");
  await form.shot.setInputFiles([{ name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) }]);
  await form.passOn.click();
  await expect(visitor.frame.getByRole("alert")).toContainText("This file is empty. Choose another one.");
  await form.shot.setInputFiles([{ name: "large.png", mimeType: "image/png", buffer: Buffer.alloc((10 << 20) + 1) }]);
  await form.passOn.click();
  await expect(visitor.frame.getByRole("alert")).toContainText("Larger than 10 MB");
  await form.shot.setInputFiles([PICTURE]);
  await form.passOn.click();
  await form.isGone();
  await expect(visitor.frame.getByRole("alert")).toHaveCount(0);
  await expect(visitor.log).toContainText("Order number: 1042 · Screenshot: shot.png");
});

for (const [name, seat] of Object.entries({
  light: {},
  "dark-phone": { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const)) {
  test(`both sides speak German, ${name}`, async ({ world }) => {
    await asks(world);
    const visitor = await world.visitor({ locale: "de-AT", ...seat });
    await visitor.page.getByRole("button", { name: "Chat öffnen" }).click();
    await visitor.frame.getByRole("textbox", { name: "Nachricht" }).fill(WANTS_PERSON);
    await visitor.frame.getByRole("button", { name: "Senden", exact: true }).click();
    await expect(visitor.frame.getByText("Damit dir gleich geholfen werden kann")).toBeVisible();
    await expect(visitor.frame.getByRole("button", { name: "Überspringen" })).toBeVisible();
    expect(await findings(visitor.page)).toEqual([]);
    await visitor.page.screenshot({ path: `artefacts/screens/widget-collected-de-${name}.png` });
    await visitor.frame.getByRole("textbox", { name: "Order number" }).fill("1042");
    await visitor.frame.getByRole("button", { name: "Weitergeben" }).click();
    await expect(visitor.frame.getByText("Order number: 1042 – ans Team weitergegeben")).toBeVisible();

    const { page } = await world.agent("ana", { path: PLACE, locale: "de-DE", ...seat });
    const part = page.getByRole("region", { name: "Fragen an Besucher", exact: true });
    const last = part.getByRole("listitem").last();
    await expect(last.getByRole("combobox", { name: "Wann gefragt wird" })).toHaveValue("handoff");
    await last.getByText("Bei jedem Grund").click();
    await last.getByRole("checkbox", { name: "Mensch gewünscht" }).check();
    await expect(last.getByText("Nur bei 1 Grund")).toBeVisible();
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "nothing sticks out sideways").toBeLessThanOrEqual(0);
    await page.screenshot({ path: `artefacts/screens/settings-questions-${name}.png`, fullPage: true });
  });
}
