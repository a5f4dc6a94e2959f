import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { Baton } from "../support/baton.ts";
import { Site } from "../support/site.ts";
import { Visitor } from "../support/visitor.ts";
import { type World, expect, test } from "../support/world.ts";

// A Baton of its own: with a second assistant, every row of the inbox says whose it is.
test.use({ words: ["--allow-private", "127.0.0.38/32"] });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;
const SEATS = { "1440-light": {}, "1440-dark": { colorScheme: "dark" }, "390-light": PHONE, "390-german": { locale: "de-DE", ...PHONE } } as const;

/** From signing in to the first answer on one's own page, by the owner and the first visitor together. */
const MOST_CLICKS = 8;
const DOCS = "## How long a refund takes\n\nA refund takes five days to reach your bank account.\n\n## The free trial\n\nThe free trial lasts three weeks.";
const ASK = "How long does a refund take to reach my bank account?";

const html = (snippet: string) => `<!doctype html><html lang="en"><head><title>A shop</title></head><body><h1>A shop</h1>${snippet}</body></html>`;

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/screens/${name}.png`, animations: "disabled" });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${name}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

const card = (page: Page, name: string): Locator => page.locator(".assistant").filter({ has: page.getByRole("heading", { name, exact: true }) });
const which = (page: Page): Locator => page.getByRole("navigation", { name: "Which assistant" });

/** The snippet of an assistant, as its card has it. */
async function snippet(world: World, name: string): Promise<string> {
  const { page } = await world.agent("ana", { path: "/settings/assistants" });
  return (await card(page, name).locator("pre").textContent()) ?? "";
}

/** Makes an assistant that knows how long its refunds take; its snippet. */
async function make(world: World, name: string, days: string): Promise<string> {
  const ana = await world.agent("ana", { path: "/settings/assistants" });
  const { page } = ana;
  await page.getByRole("button", { name: "Make an assistant" }).click();
  const form = page.getByRole("group", { name: "New assistant" });
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Questions for a first click").fill(ASK);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(card(page, name)).toBeVisible();
  await expect(form).toHaveCount(0);
  const made = (await card(page, name).locator("pre").textContent()) ?? "";
  await card(page, name).getByRole("link", { name: "0 sources" }).click();
  await expect(which(page).getByRole("link", { name })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "Add the first source" }).click();
  await page.getByRole("link", { name: /^Text/ }).click();
  await expect(page.getByRole("heading", { name: `Add a source to ${name}` })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Refunds");
  await page.getByRole("textbox", { name: "Text" }).fill(DOCS.replace("five", days));
  await page.getByRole("form", { name: "Text" }).getByRole("button", { name: "Add a source" }).click();
  await expect(page.getByRole("heading", { name: "Refunds" })).toBeVisible();
  return made;
}

test("two assistants answer on two pages from their own docs, and both threads are in one inbox, each with its label", async ({ world }) => {
  const { page } = await world.agent("ana", { path: "/knowledge" });
  await expect(page.getByRole("table").first()).toBeVisible();
  await expect(which(page), "with one there is nothing to choose").toHaveCount(0);
  const shop = await snippet(world, "Plumvale assistant");
  const trade = await make(world, "Wholesale", "nine");
  const site = await Site.of({ "/shop": { body: html(shop) }, "/trade": { body: html(trade) } });

  const buyer = await world.visitor({ via: site.url, path: "/shop" });
  await buyer.openChat();
  await buyer.ask("How long do refunds take?");
  const dealer = await world.visitor({ via: site.url, path: "/trade" });
  await dealer.openChat();
  await dealer.frame.getByRole("button", { name: ASK }).click();
  await expect(dealer.answers.last()).toContainText("nine days", { timeout: 20_000 });

  const ana = await world.agent("ana");
  const [one, other] = [await buyer.conversation(), await dealer.conversation()];
  await expect(ana.row(one).locator(".row-via")).toContainText("Plumvale assistant");
  await expect(ana.row(other).locator(".row-via")).toContainText("Wholesale");
  expect(await findings(ana.page)).toEqual([]);
  await picture(ana.page, "assistants-inbox");

  await test.step("the details beside the thread say it too", async () => {
    await ana.openById(other);
    await expect(ana.page.getByRole("region", { name: "Details" })).toContainText("Wholesale");
  });

  await test.step("a view holds one of them alone", async () => {
    await ana.page.getByRole("button", { name: "Filter", exact: true }).click();
    const form = ana.page.getByRole("form", { name: "Filter" });
    await form.getByRole("combobox", { name: "Assistant", exact: true }).selectOption({ label: "Wholesale" });
    await form.getByRole("button", { name: "Show", exact: true }).click();
    await expect(ana.row(one)).toHaveCount(0);
    expect(await ana.order()).toEqual([other]);
  });

  await test.step("every page of knowledge keeps the choice, and the playground asks whom it shall", async () => {
    await ana.goto("/knowledge");
    await expect(ana.page.getByRole("region", { name: /^Sources of / })).toHaveCount(2);
    await which(ana.page).getByRole("link", { name: "Wholesale" }).click();
    await expect(ana.page.getByRole("region", { name: /^Sources of / })).toHaveCount(1);
    const pages = ana.page.getByRole("navigation", { name: "Knowledge" });
    for (const name of ["Asked most", "Test questions", "Contradictions", "Try it"]) {
      await pages.getByRole("link", { name }).click();
      await expect(which(ana.page).getByRole("link", { name: "Wholesale" })).toHaveAttribute("aria-current", "true");
      expect(await findings(ana.page), name).toEqual([]);
    }
    await ana.page.getByLabel("Your question").fill(ASK);
    await ana.page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(ana.page.getByRole("group", { name: "The visitor sees" })).toContainText("nine days");
    await which(ana.page).getByRole("link", { name: "Plumvale assistant" }).click();
    await expect(ana.page.getByRole("group", { name: "The visitor sees" }), "the other one knows nothing of it").toHaveCount(0);
  });

  await test.step("how visitors come in is set for each by itself", async () => {
    await ana.goto("/settings/identity");
    await which(ana.page).getByRole("link", { name: "Wholesale" }).click();
    const sites = ana.page.getByRole("region", { name: "Allowed sites" });
    await expect(sites).toHaveCount(1);
    await sites.getByRole("textbox").fill(site.url);
    await sites.getByRole("button", { name: "Save" }).click();
    await expect(sites.getByRole("status")).toHaveText("Saved");
    await which(ana.page).getByRole("link", { name: "Plumvale assistant" }).click();
    await expect(sites.getByRole("textbox")).toHaveValue("");
  });
  await site.end();
});

test("one that is switched off says so, begins nothing, and leaves its threads to people", async ({ world }) => {
  world.expects(/status of 403/);
  const site = await Site.of({ "/": { body: html(await make(world, "Harbour", "seven")) } });
  const old = await world.visitor({ via: site.url, path: "/" });
  await old.openChat();
  await expect(await old.ask(ASK)).toContainText("seven days");

  const { page } = await world.agent("ana", { path: "/settings/assistants" });
  const it = card(page, "Harbour");
  await expect(it).toContainText("1 source · 1 open conversation");
  await it.getByRole("switch", { name: "Harbour is on" }).click();
  await expect(it.getByRole("switch")).toHaveAttribute("aria-checked", "false");
  await expect(it).toContainText("New visitors are told that this chat is switched off.");
  await page.reload();
  await expect(it.getByRole("switch"), "it stays off").toHaveAttribute("aria-checked", "false");

  const late = await world.visitor({ via: site.url, path: "/" });
  await late.launcher.click();
  await expect(late.frame.getByText("This chat is switched off at the moment.")).toBeVisible();
  await expect(late.box).toBeHidden();
  await expect(late.person).toBeHidden();
  await picture(late.page, "assistant-off");

  await old.say("And how long for a card?");
  await expect(old.frame.getByText("Passed on to a person")).toBeVisible();
  const ben = await world.agent("ben");
  await ben.open(old);
  await expect(ben.holder).toContainText("Waits for a person.");

  await expect(page.locator("html")).toHaveAttribute("data-whole");
  await it.getByRole("switch").click();
  await expect(it.getByRole("switch")).toHaveAttribute("aria-checked", "true");
  await late.page.getByRole("button", { name: "Close chat", exact: true }).click();
  await late.launcher.click();
  await expect(late.box, "who opens it again is let in, without a reload").toBeVisible();
  const next = await world.visitor({ via: site.url, path: "/" });
  await next.openChat();
  await expect(await next.ask(ASK)).toContainText("seven days");
  await site.end();
});

test("what visitors see is changed, and what is wrong is told beside its field", async ({ world }) => {
  world.expects(/status of 422/);
  const made = await make(world, "Orchard", "two");
  const { page } = await world.agent("ana", { path: "/settings/assistants" });
  await page.getByRole("button", { name: "Edit Orchard" }).click();
  const form = page.getByRole("group", { name: "What visitors see of Orchard" });
  await form.getByLabel("Name", { exact: true }).fill("Plumvale Assistant");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toHaveText("Another assistant has this name. Choose another one.");
  await form.getByLabel("Name", { exact: true }).fill("The orchard");
  await form.getByLabel("Line under the name").fill("Apples and pears");
  await form.getByLabel("First words").fill("Good day to you.");
  await form.getByLabel("Colour").fill("#117733");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  await page.getByRole("button", { name: "Edit Orchard" }).click();
  await expect(form.getByLabel("First words"), "what isn't saved yet outlives a reload").toHaveValue("Good day to you.");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(card(page, "The orchard").locator("pre")).toContainText('data-color="#117733"');
  expect(await findings(page)).toEqual([]);

  const site = await Site.of({ "/": { body: html(made) } });
  const visitor = await world.visitor({ via: site.url, path: "/" });
  await visitor.openChat();
  await expect(visitor.frame.getByRole("heading", { name: "The orchard" })).toBeVisible();
  await expect(visitor.frame.getByRole("status").first()).toHaveText("Apples and pears");
  await expect(visitor.log).toContainText("Good day to you.");
  await site.end();
});

for (const [name, seat] of Object.entries(SEATS)) {
  test(`axe finds nothing on the page of assistants, and nothing sticks out (${name})`, async ({ world }) => {
    const { page } = await world.agent("ana", { ...seat, path: "/settings/assistants" });
    await page.locator(".assistant-head .button").first().click();
    await expect(page.locator(".assistant-form")).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await picture(page, `settings-assistants-${name}`);
  });
}

test("a fresh Baton leads from the command line to the first answer on a page of one's own", async ({ world }) => {
  const baton = await Baton.empty();
  let clicks = 0;
  const click = async (it: Locator) => {
    clicks += 1;
    await it.click();
  };
  const page = await (await world.context()).newPage();
  await page.goto(`${baton.url}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail" }).fill("ana@empty.test");
  await page.getByLabel("Password").fill("nothing-here-yet");
  await click(page.getByRole("button", { name: "Sign in" }));

  const path = page.getByRole("region", { name: "Three steps to the first answer" });
  const next = path.locator("[aria-current=step]");
  await expect(next).toContainText("Add your docs");
  expect(await findings(page)).toEqual([]);
  await picture(page, "setup-inbox");
  await click(next.getByRole("link", { name: "Text", exact: true }));
  await page.getByLabel("Name", { exact: true }).fill("Refunds and trials");
  await page.getByRole("textbox", { name: "Text" }).fill(DOCS);
  await click(page.getByRole("form", { name: "Text" }).getByRole("button", { name: "Add a source" }));
  await expect(page.getByRole("heading", { name: "Refunds and trials" })).toBeVisible();

  await click(page.getByRole("navigation", { name: "Where you are" }).getByRole("link", { name: "Sources" }));
  await expect(next).toContainText("Put the chat on your site");
  expect(await findings(page)).toEqual([]);
  await picture(page, "setup-knowledge");
  await click(next.getByRole("button", { name: "Copy" }));
  const copied = (await next.locator("pre").textContent()) ?? "";
  expect(copied).toContain(`${baton.url}/widget.js`);

  const site = await Site.of({ "/": { body: html(copied) } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.goto(site.url);
  await click(visitor.launcher);
  await visitor.isReady();
  await expect(next, "a step is ticked off by what is there").toContainText("Ask the first question");
  await visitor.box.fill(ASK);
  await click(visitor.send);
  await expect(visitor.answers.last(), "the assistant's greeting was its first word").toContainText("five days", { timeout: 20_000 });
  await expect(visitor.answers.last().getByRole("list", { name: "Sources" })).toContainText("How long a refund takes");
  expect(clicks, "few clicks, and one snippet").toBeLessThan(MOST_CLICKS);

  await expect(path, "it goes away by itself").toHaveCount(0);
  await page.goto(`${baton.url}/inbox`);
  await expect(page.getByRole("list", { name: "Conversations" }).getByRole("listitem")).toHaveCount(1);
  await expect(path).toHaveCount(0);

  await test.step("the command line makes another assistant, and lists both", async () => {
    const made = baton.command("assistant", "create", "--workspace", "Support", "--name", "Second");
    expect(made.status, made.text).toBe(0);
    const key = /data-assistant="([^"]+)"/.exec(made.text)?.[1];
    expect(key, made.text).toBeTruthy();
    const listed = baton.command("assistant", "list");
    expect(listed.text).toContain(`Support\tSecond\t${key}\ton`);
    expect(listed.text).toContain("Support\tSupport assistant\t");
    expect(baton.command("assistant", "create", "--workspace", "Nobody’s", "--name", "Third").status).not.toBe(0);
  });
  // Open pages go on to ask.
  await visitor.page.close();
  await page.close();
  await site.end();
  await baton.stop();
});

test("the way to the first answer in German, on a phone", async ({ world }) => {
  const baton = await Baton.empty();
  const page = await (await world.context({ locale: "de-DE", ...PHONE })).newPage();
  await page.goto(`${baton.url}/sign-in?next=/knowledge`);
  await page.getByRole("textbox", { name: "E-Mail" }).fill("ana@empty.test");
  await page.getByLabel("Passwort").fill("nothing-here-yet");
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page).toHaveURL(`${baton.url}/knowledge`);
  for (const [name, address] of [["knowledge", "/knowledge"], ["inbox", "/inbox"]] as const) {
    await page.goto(baton.url + address);
    await expect(page.getByRole("region", { name: "Drei Schritte zur ersten Antwort" })).toContainText("Füge deine Doku hinzu");
    expect(await findings(page), name).toEqual([]);
    await picture(page, `setup-${name}-390-german`);
  }
  await page.close();
  await baton.stop();
});
