import type { Locator, Page } from "@playwright/test";
import { findings, picture } from "../support/look.ts";
import { expect, test } from "../support/world.ts";

// What is added to its docs is for this file alone.
test.use({ words: ["--trusted-proxies", "127.0.0.41/32"] });

const details = (page: Page): Locator => page.getByRole("region", { name: "Details" });

test("a promise is noted by hand from a message, put off, kept, and brought back", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("Please call me about the blue kiln");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const { page } = ana;
  const dialog = page.getByRole("dialog", { name: "Remind me…" });
  const line = ana.log.locator(".said").filter({ hasText: "blue kiln" });
  const own = details(page).locator(".promise");

  await test.step("from the message, whose words stand in the field", async () => {
    await line.hover();
    await line.getByRole("button", { name: /^Remind me of the message/ }).click();
    const what = dialog.getByRole("textbox", { name: "What was promised" });
    await expect(what).toHaveValue("Please call me about the blue kiln");
    await expect(what).toBeFocused();
    expect(await findings(page)).toEqual([]);
    await picture(page, "remind-1440");
    await what.fill("a call about the kiln");
    await dialog.getByRole("radio", { name: "In 3 days, 9:00" }).check();
    await dialog.getByRole("button", { name: "Remind me", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(ana.log).toContainText("Ana Ortiz noted a promise: a call about the kiln");
    await expect(own).toContainText("a call about the kiln");
  });

  await test.step("its time is changed", async () => {
    await own.getByRole("button", { name: "Change when it is due" }).click();
    await own.getByRole("button", { name: "Next week, Monday 9:00" }).click();
    await expect(ana.log).toContainText("Ana Ortiz changed when this is due: a call about the kiln");
  });

  await test.step("kept, and not after all", async () => {
    await own.getByRole("button", { name: "Kept" }).click();
    await expect(own).toHaveCount(0);
    await expect(ana.region.getByText("Promise kept.")).toBeVisible();
    await ana.button("Undo").click();
    await expect(own).toContainText("a call about the kiln");
  });

  await test.step("it is listed, and leads to the message", async () => {
    await ana.goto("/promises");
    const row = page.getByRole("list", { name: "Open promises" }).getByRole("listitem").filter({ hasText: "a call about the kiln" });
    await row.getByRole("button", { name: "Change when it is due" }).click();
    const before = await row.locator("time").getAttribute("datetime");
    await row.getByRole("button", { name: "Tomorrow, 9:00" }).click();
    await expect(row.locator("time")).not.toHaveAttribute("datetime", before!);
    await row.getByRole("link").click();
    await expect(ana.log.locator(".line-at")).toContainText("blue kiln");
  });
});

test("the menu and the palette note a promise as well, and only for a time that lies ahead", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("hello there");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const { page } = ana;
  const dialog = page.getByRole("dialog", { name: "Remind me…" });
  await ana.button("More").click();
  await ana.button("Remind me…").click();
  await dialog.getByRole("radio", { name: "Another time" }).check();
  await dialog.getByLabel("Day and time").fill("2020-01-01T10:00");
  await dialog.getByRole("button", { name: "Remind me", exact: true }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose a time that lies ahead.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Commands" }).getByRole("combobox").fill("remind me");
  await page.keyboard.press("Enter");
  await dialog.getByRole("textbox", { name: "What was promised" }).fill("a word");
  await dialog.getByRole("button", { name: "Remind me", exact: true }).click();
  await expect(details(page).locator(".promise")).toContainText("a word");
});

test("links to the conversation and to the message that has the focus are copied by the palette", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("the first of them");
  await visitor.say("the second of them");
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  const { page } = ana;
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const palette = page.getByRole("dialog", { name: "Commands" });
  const copies = async (words: string, address: string) => {
    await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").fill(words);
    await expect(palette.getByRole("option").first()).toContainText(words);
    await page.keyboard.press("Enter");
    await expect(ana.region.getByText("Link copied")).toBeVisible();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  };
  await copies("Copy link to this conversation", `${ana.url}/inbox/${id}`);
  const link = ana.log.locator(".said").filter({ hasText: "the first of them" }).locator(".line-link");
  await link.focus();
  await copies("Copy link to this message", ana.url + (await link.getAttribute("href")));
});

test("how far a visitor has come is said in the details, seen by all, and asked for by a view and the search", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("Do you have single sign-on for zebra studios?");
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  const id = await ana.open(visitor);
  await ben.openById(id);
  const say = async (page: Page, now: string, lead: string) => {
    await details(page).getByRole("button", { name: `Lead: ${now}` }).click();
    await details(page).getByRole("button", { name: lead, exact: true }).click();
  };
  await say(ana.page, "none", "qualified");
  await expect(ana.log).toContainText("Ana Ortiz set the lead to qualified");
  await expect(details(ben.page).getByRole("button", { name: "Lead: qualified" })).toBeVisible();
  await expect(details(ben.page)).toContainText("by Ana Ortiz");
  expect(await findings(ben.page)).toEqual([]);

  await ana.page.getByRole("button", { name: "Filter" }).click();
  const form = ana.page.getByRole("form", { name: "Filter" });
  await form.getByRole("combobox", { name: "Lead" }).selectOption("qualified");
  await form.getByRole("button", { name: "Show" }).click();
  await expect(ana.row(id)).toBeVisible();
  await say(ben.page, "qualified", "lost");
  await expect(ana.row(id), "it leaves the view live").toHaveCount(0);

  await ana.goto("/inbox?q=lead:lost");
  await expect(ana.page.getByRole("list", { name: "Search results" }).locator(`a[href^="/inbox/${id}"]`)).toBeVisible();
  await ana.goto("/inbox?q=lead:hot");
  await expect(ana.page.getByText("After lead: comes none, new, contacted, qualified, customer or lost.")).toBeVisible();
});

test("what an answer promises in our name is offered to whoever opens the thread, once", async ({ world }) => {
  const ana = await world.agent("ana");
  const { page } = ana;
  const call = (name: string, body: object) =>
    page.evaluate(
      async ([name, body]) => {
        const reply = await fetch(`/api/app/${name}`, { method: "POST", headers: { "content-type": "application/json" }, body });
        return JSON.parse(await reply.text());
      },
      [name, JSON.stringify(body)] as const,
    );
  const question = "When do I get a new zebra stamp?";
  const pairs = [{ question, answer: "We will send you a new zebra stamp within 3 days." }];
  const assistant = (await call("knowledge", {}))[0].assistant;
  const { id } = await call("add_source", { assistant, draft: { is: "pairs", name: "Stamps", pairs } });
  const stands = async () => {
    const all: { sources: { id: string; n_passages: number }[] }[] = await call("knowledge", {});
    return all.flatMap((it) => it.sources).find((it) => it.id === id)?.n_passages ?? 0;
  };
  await expect.poll(stands, { timeout: 30_000 }).toBeGreaterThan(0);

  const visitor = await world.chatting();
  await visitor.ask(question);
  await expect(visitor.answers.last()).toContainText("We will send you a new zebra stamp");
  await ana.goto("/inbox");
  const conversation = await ana.open(visitor);
  const offer = ana.region.getByRole("status").filter({ hasText: "The AI promised" });
  await expect(offer).toContainText("We will send you a new zebra stamp within 3 days");
  await picture(page, "pledge-of-ai");
  await offer.getByRole("button", { name: "Another time…" }).click();
  const dialog = page.getByRole("dialog", { name: "Remind me…" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(offer, "nothing was noted, so it is offered still").toContainText("within 3 days");
  await offer.getByRole("button", { name: "Add", exact: true }).click();
  await expect(offer).toHaveCount(0);
  await expect(ana.log).toContainText("Ana Ortiz noted a promise: We will send you a new zebra stamp within 3 days");

  const ben = await world.agent("ben");
  const asked = ben.page.waitForResponse((reply) => reply.url().endsWith("/api/app/pledges"));
  await ben.openById(conversation);
  await (await asked).finished();
  await ben.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(ben.log).toContainText("noted a promise");
  await expect(ben.region.getByText("The AI promised"), "a colleague has noted it").toHaveCount(0);
});
