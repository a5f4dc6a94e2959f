import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/world.ts";

// A Baton of its own: docs, test questions and contradictions are the whole workspace's.
test.use({ words: ["--trusted-proxies", "127.0.0.35/32"] });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;
const SEATS = [
  ["1440-light", { viewport: { width: 1440, height: 900 }, colorScheme: "light" }],
  ["1440-dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }],
  ["390-light", { ...PHONE, colorScheme: "light" }],
  ["390-dark-de", { ...PHONE, colorScheme: "dark", locale: "de-DE" }],
] as const;
const ASK = "Within how many days can a rented paddle be returned?";
const RENTAL = "# Paddle rental\n\nA rented paddle can be returned within 14 days.";
// Its title names nothing of its own: pages of two things may differ.
const shop = (days: number) => `# Paddles\n\nA rented paddle can be returned within ${days} days.`;

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/screens/${name}.png`, animations: "disabled" });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, `${name}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

/** Asks at the page of trials; what stands in the last round. */
async function tried(page: Page, question: string) {
  const rounds = page.getByRole("log", { name: "Trial" }).getByRole("listitem").and(page.locator(".trial-round"));
  const n = await rounds.count();
  await page.getByLabel("Your question").fill(question);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(rounds).toHaveCount(n + 1);
  return rounds.last();
}

test("a question is tried, kept as a test, run, edited, imported, and says when the docs break it", async ({ world }) => {
  const ana = await world.agent("ana", { path: "/knowledge" });
  const { page } = ana;
  await page.getByRole("navigation", { name: "Knowledge" }).getByRole("link", { name: "Try it" }).click();

  await test.step("the answer, what it rests on, and why", async () => {
    const round = await tried(page, "How long do refunds take?");
    await expect(round.getByRole("group", { name: "The visitor sees" })).toContainText(/days/);
    await expect(round.getByRole("list", { name: "What decided" })).toContainText("decided");
    await expect(round.getByRole("group", { name: "Passages that were weighed" }).getByRole("row").nth(1)).toContainText(/\d\.\d\d/);
    expect(await findings(page)).toEqual([]);
    const person = await tried(page, "Can I talk to someone?");
    await expect(person).toContainText("Goes to a person: asked for a person.");
  });

  await test.step("kept as a test question, with what it did as what is expected", async () => {
    const round = page.locator(".trial-round").first();
    await round.getByRole("button", { name: "Save as a test question" }).click();
    await expect(round.getByRole("textbox", { name: /^Page/ })).toHaveValue("refunds");
    expect(await findings(page)).toEqual([]);
    await round.getByRole("button", { name: "Save", exact: true }).click();
    await expect(round).toContainText("It is run again whenever the docs change.");
  });

  const list = page.getByRole("list", { name: "Test questions" });
  await test.step("it passes; one that can't says why", async () => {
    await page.getByRole("navigation", { name: "Knowledge" }).getByRole("link", { name: "Test questions" }).click();
    await expect(list.getByRole("listitem").filter({ hasText: "How long do refunds take?" })).toContainText("Passes");
    await page.getByRole("button", { name: "Add a question" }).click();
    const form = page.getByRole("group", { name: "Question" });
    await form.getByLabel("Question", { exact: true }).fill("How long do refunds take, please?");
    await form.getByRole("radio", { name: "A person" }).check();
    await form.getByRole("button", { name: "Save", exact: true }).click();
    const wrong = list.getByRole("listitem").filter({ hasText: "please" });
    await expect(wrong).toContainText("It should have brought a person.");
    const failed = world.baton.command("eval", "--saved");
    expect(failed.status, failed.text).toBe(1);
    expect(failed.text).toContain("1 of 2 test questions fail");
    await wrong.getByRole("button", { name: "Edit" }).click();
    await form.getByRole("radio", { name: "An answer from this page, or the offer of it" }).check();
    world.expects(/status of 422/);
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await expect(form.getByRole("alert"), "no page, no pass").toHaveText("Name the page that the answer should come from.");
    await form.getByRole("textbox", { name: /^Page/ }).fill("refunds");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await expect(wrong).toContainText("Passes");
    const passed = world.baton.command("eval", "--saved");
    expect(passed.status, passed.text).toBe(0);
    await wrong.getByRole("button", { name: "Remove" }).click();
    await expect(wrong).toHaveCount(0);
  });

  await test.step("a list is imported, and lines that can't be used say why", async () => {
    await page.getByRole("button", { name: "Import" }).click();
    const form = page.getByRole("group", { name: "Import" });
    await form.getByLabel("Lines").fill(
      [
        JSON.stringify({ id: "a", question: "Do you sell submarines?", answerable: false }),
        JSON.stringify({ id: "b", question: ASK, answerable: true, relevant_pages: ["rental"] }),
        "no JSON",
      ].join("\n"),
    );
    await form.getByRole("button", { name: "Import" }).click();
    await expect(form).toContainText("2 questions added.");
    await expect(form).toContainText("Line 3: not a JSON object");
    expect(await findings(page)).toEqual([]);
    await form.getByRole("button", { name: "Cancel" }).click();
    await expect(list.getByRole("listitem").filter({ hasText: ASK })).toContainText("It should have answered.");
  });

  await test.step("the docs mend a question, then break it, and a banner says so", async () => {
    const row = list.getByRole("listitem").filter({ hasText: ASK });
    await world.baton.ingest("rental", { "rental.md": RENTAL });
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText("Passes", { timeout: 1_500 });
    }).toPass({ timeout: 60_000 });
    await world.baton.ingest("rental", { "other.md": "# Opening hours\n\nWe open at nine." });
    const warnings = page.getByRole("list", { name: "Warnings" });
    await expect(async () => {
      await page.reload();
      await expect(warnings).toContainText("1 test question that passed before fails", { timeout: 1_500 });
    }).toPass({ timeout: 60_000 });
    await expect(row).toContainText("Passed before");
    expect(await findings(page)).toEqual([]);
  });

  for (const [name, seat] of SEATS) {
    const agent = await world.agent("ana", { ...seat, path: "/knowledge/questions" });
    await expect(agent.page.getByText("How long do refunds take?").first()).toBeVisible();
    expect(await findings(agent.page), name).toEqual([]);
    await picture(agent.page, `questions-${name}`);
    await agent.goto("/knowledge/try?q=How%20long%20do%20refunds%20take%3F");
    await agent.page.locator(".trial-ask button[type=submit]").click();
    await expect(agent.page.locator(".trial-round")).toBeVisible();
    await agent.page.locator(".trial-keep button").click();
    expect(await findings(agent.page), name).toEqual([]);
    await agent.page.locator(".trial-round").scrollIntoViewIfNeeded();
    await picture(agent.page, `trial-${name}`);
  }
});

test("two pages that contradict each other go to a person until somebody settles them", async ({ world }) => {
  await world.baton.ingest("paddles", { "rental.md": RENTAL, "shop.md": shop(30) });
  const ana = await world.agent("ana", { path: "/knowledge/contradictions" });
  const { page } = ana;
  const pair = page.getByRole("list", { name: "Contradictions" }).getByRole("listitem").filter({ hasText: "paddle" });

  await test.step("they stand side by side, the figures marked", async () => {
    await expect(async () => {
      await page.reload();
      await expect(pair).toBeVisible({ timeout: 1_500 });
    }).toPass({ timeout: 60_000 });
    await expect(pair.locator("mark")).toHaveText(["14", "30"]);
    await expect(page.getByRole("list", { name: "Warnings" })).toContainText("contradiction");
    expect(await findings(page)).toEqual([]);
  });

  for (const [name, seat] of SEATS) {
    const agent = await world.agent("ana", { ...seat, path: "/knowledge/contradictions" });
    await expect(agent.page.locator(".pair").first()).toBeVisible();
    expect(await findings(agent.page), name).toEqual([]);
    await picture(agent.page, `contradictions-${name}`);
  }

  await test.step("who asks about it gets a person", async () => {
    const visitor = await world.chatting();
    await visitor.say(ASK);
    const ben = await world.agent("ben");
    await ben.open(visitor);
    await expect(ben.holder).toContainText("Docs contradict each other");
  });

  await test.step("settled, it is answered", async () => {
    await pair.locator(".pair-side").filter({ hasText: "14" }).getByRole("button", { name: "This one is right" }).click();
    await expect(page.getByRole("list", { name: "Settled" })).toContainText("No longer used");
    await expect(page.getByRole("list", { name: "Warnings" }).getByText(/contradiction/), "the warning goes with it").toHaveCount(0);
    await ana.goto("/knowledge/try");
    const round = await tried(page, ASK);
    await expect(round.getByRole("group", { name: "The visitor sees" })).toContainText("14 days");
    await expect(round).not.toContainText("Goes to a person");
  });
});
