import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/world.ts";

// A Baton of its own: the docs change under way.
test.use({ words: ["--trusted-proxies", "127.0.0.34/32"] });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;
const QUESTION = "How many days does a kayak rental deposit take to come back?";
const page = (days: string) => `# Kayak rental\n\n## Deposit of a kayak rental\n\nThe deposit of a kayak rental comes back within ${days} days.`;

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/screens/${name}.png`, animations: "disabled" });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, `${name}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

/** Asks today's docs until the verdict is this one: what another process reads in is taken up within seconds. */
async function replayed(why: Locator, verdict: string): Promise<void> {
  await expect(async () => {
    await why.getByRole("button", { name: "Ask today’s docs" }).click();
    await expect(why.getByText(verdict)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

test("an answer says why, shows what it had read, and what it would say today", async ({ world }) => {
  await world.baton.ingest("rental", { "kayak.md": page("seven") });
  let visitor = await world.chatting();
  // The new page is there as soon as it is answered from. Who asks the same three times gets a person: each try is another's.
  await expect(async () => {
    visitor = await world.chatting();
    await visitor.say(QUESTION);
    await expect(visitor.page.frameLocator("iframe").getByText("within seven days").first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const answer = ana.log.locator(".answered").filter({ hasText: "seven days" }).last();
  await answer.getByText("Why", { exact: true }).click();
  const why = answer.locator(".why");

  await test.step("one click away: the steps, and the one that decided", async () => {
    const steps = why.getByRole("list", { name: "What decided" }).getByRole("listitem");
    await expect(steps.filter({ hasText: "decided" })).toContainText(/Sure enough to (answer|offer pages)/);
    const row = why.getByRole("row").filter({ hasText: "Deposit of a kayak rental" });
    await expect(row).toContainText("unchanged");
    await row.getByText(/^As it was read/).click();
    await expect(row).toContainText("comes back within seven days.");
    expect(await findings(ana.page)).toEqual([]);
  });

  await test.step("the same docs say the same", async () => {
    await replayed(why, "Today it would say the same.");
  });

  await test.step("a changed page says it differently, with the word that changed", async () => {
    await world.baton.ingest("rental", { "kayak.md": page("nine") });
    await replayed(why, "Today it would say it differently.");
    await expect(why.locator(".replay del").first()).toContainText("seven");
    await expect(why.locator(".replay ins").first()).toContainText("nine");
    await expect(why.locator(".replay-passages")).toContainText("changed since");
    expect(await findings(ana.page)).toEqual([]);
    await why.locator(".replay").scrollIntoViewIfNeeded();
    await picture(ana.page, "receipt-1440");
  });

  await test.step("a page that is gone is still shown as it was", async () => {
    await world.baton.ingest("rental", { "other.md": "# Opening hours\n\nWe open at nine." });
    await expect(async () => {
      await ana.page.reload();
      await ana.isAlive();
      const again = ana.log.locator(".answered").filter({ hasText: "seven days" }).last();
      await again.getByText("Why", { exact: true }).click();
      const row = again.getByRole("row").filter({ hasText: "Deposit of a kayak rental" });
      await expect(row).toContainText("no longer in the docs", { timeout: 2_000 });
      await row.getByText(/^As it was read/).click();
      await expect(row).toContainText("comes back within seven days.");
    }).toPass({ timeout: 40_000 });
  });

  for (const [name, seat] of [
    ["390-dark", { ...PHONE, colorScheme: "dark" }],
    ["390-de", { ...PHONE, locale: "de-DE" }],
  ] as const) {
    const agent = await world.agent("ana", { ...seat, path: `/inbox/${await visitor.conversation()}` });
    const line = agent.page.locator(".answered").filter({ hasText: "seven days" }).last();
    await line.locator(".why > summary").click();
    await line.locator(".replay button").click();
    await expect(line.locator(".replay-verdict")).toBeVisible();
    expect(await findings(agent.page), name).toEqual([]);
    await line.locator(".why").scrollIntoViewIfNeeded();
    await picture(agent.page, `receipt-${name}`);
  }
});
