import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/world.ts";

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

/** Notes a promise as the page would, due in so many milliseconds. */
async function promised(page: Page, conversation: string, by: { id: string; name: string }, what: string, inMs: number): Promise<void> {
  const reply = await page.evaluate(
    async ({ conversation, by, what, inMs }) => {
      const promise = { id: `promise-${crypto.randomUUID()}`, what, due: Date.now() + inMs, by };
      const body = JSON.stringify({ id: conversation, command: { is: "promise", promise } });
      return (await fetch("/api/app/act", { method: "POST", headers: { "content-type": "application/json" }, body })).status;
    },
    { conversation, by, what, inMs },
  );
  expect(reply).toBe(200);
}

async function me(page: Page): Promise<{ id: string; name: string }> {
  return page.evaluate(async () => {
    const it = await (await fetch("/api/app/me", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })).json();
    return { id: it.account, name: it.name };
  });
}

test("a promise of a reply is added, listed, brought up when it is due, and settled with a way back", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("Where is my refund?");
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  const id = await ana.open(visitor);
  await ben.goto("/promises");
  await ana.reply("We'll refund you by tomorrow 17:00.");
  await ana.region.getByRole("status").filter({ hasText: "Remind you" }).getByRole("button", { name: "Add" }).click();
  const list = (page: Page) => page.getByRole("list", { name: "Open promises" });
  const rows = (page: Page) => list(page).getByRole("listitem");
  await expect(rows(ben.page).filter({ hasText: "refund you by tomorrow" }), "live for a colleague").toContainText("Ana Ortiz to Visitor");

  await test.step("the reminder comes by itself", async () => {
    await promised(ana.page, id, await me(ana.page), "a call back", 1_500);
    await expect(ana.log).toContainText("Due now: Ana Ortiz promised “a call back”");
    await expect(ana.row(id)).toContainText("A promise is due");
    await expect(ana.page.getByRole("link", { name: /^Promises/ })).toContainText("due today or overdue");
  });

  await test.step("the overdue one stands first, with a mark", async () => {
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.press("g");
    await ana.page.keyboard.press("p");
    await expect(ana.page).toHaveURL(/\/promises$/);
    await expect(rows(ana.page).first()).toContainText("a call back");
    await expect(rows(ana.page).first()).toContainText("Overdue");
    await ben.page.getByRole("navigation", { name: "Whose promises" }).getByRole("link", { name: /^Mine/ }).click();
    await expect(ben.page.getByText("You owe nothing")).toBeVisible();
  });

  await test.step("done, undone, and dropped", async () => {
    const row = rows(ana.page).filter({ hasText: "a call back" });
    await row.getByRole("button", { name: "Done" }).click();
    await expect(row).toHaveCount(0);
    await ana.page.getByRole("button", { name: "Undo" }).click();
    await expect(row).toHaveCount(1);
    await row.getByRole("button", { name: "Drop" }).click();
    await expect(row).toHaveCount(0);
  });

  await test.step("it leads to where it was promised", async () => {
    await ana.page.keyboard.press("j");
    await rows(ana.page).filter({ hasText: "refund you by tomorrow" }).getByRole("link").click();
    await expect(ana.page).toHaveURL(new RegExp(`/inbox/${id}\\?at=\\d+$`));
    await expect(ana.log.locator(".line-at")).toContainText("We'll refund you by tomorrow 17:00.");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page of promises stands every size and language (${colorScheme})`, async ({ world }) => {
    const visitor = await world.chatting();
    await visitor.say("hello");
    const ana = await world.agent("ana", { colorScheme });
    const id = await visitor.conversation();
    const by = await me(ana.page);
    await promised(ana.page, id, by, "wir erstatten Ihnen den vollen Betrag bis Freitag zurück, ".repeat(3), -60_000);
    await promised(ana.page, id, by, "we'll send the invoice", 60_000);
    await promised(ana.page, id, by, "سنعيد المبلغ يوم الجمعة", 5 * 86_400_000);
    for (const [name, seat] of [
      ["1440", { viewport: { width: 1440, height: 900 } }],
      ["1024", { viewport: { width: 1024, height: 768 } }],
      ["390", PHONE],
      ["390-de", { ...PHONE, locale: "de-DE" }],
    ] as const) {
      const agent = await world.agent("ana", { colorScheme, ...seat, path: "/promises" });
      await expect(agent.page.getByRole("listitem").filter({ hasText: "invoice" }).first()).toBeVisible();
      expect(await findings(agent.page), name).toEqual([]);
      await picture(agent.page, `promises-${name}-${colorScheme}`);
    }
  });
}
