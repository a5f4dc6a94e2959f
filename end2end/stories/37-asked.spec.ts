import { findings, PHONE, picture } from "../support/look.ts";
import { NOT_COVERED, PLAIN } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

// A Baton of its own: what is asked is the whole workspace's.
test.use({ words: ["--trusted-proxies", "127.0.0.37/32"] });

const SEATS = [
  ["1440-light", { viewport: { width: 1440, height: 900 }, colorScheme: "light" }],
  ["1440-dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }],
  ["390-light", { ...PHONE, colorScheme: "light" }],
  ["390-dark-de", { ...PHONE, colorScheme: "dark", locale: "de-DE" }],
] as const;
/** The same in other words; no doc of the sample knows of it. */
const LACKING = [
  NOT_COVERED,
  "Cone 6 or 10: at what temperature should I fire stoneware glaze?",
  "Stoneware glaze, cone 6 or 10, what temperature do I fire it at?",
];
const GLAZE = /stoneware/i;

test("what visitors ask most stands in groups, with what became of it and the way to what the docs lack", async ({ world }) => {
  for (const text of [...LACKING, PLAIN]) {
    const visitor = await world.chatting();
    await visitor.say(text);
  }
  const ana = await world.agent("ana", { path: "/knowledge" });
  const { page } = ana;
  await page.getByRole("navigation", { name: "Knowledge" }).getByRole("link", { name: "Asked most" }).click();
  const span = page.getByRole("navigation", { name: "How far to look back" });
  const which = page.getByRole("navigation", { name: "Which questions" });
  const list = page.getByRole("list", { name: "Groups of questions" });
  const row = list.locator(".asked").filter({ has: page.locator(".asked-text", { hasText: GLAZE }) });

  await test.step("the same in other words is one group, told in figures and words", async () => {
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText("asked 3 times", { timeout: 3_000 });
    }).toPass({ timeout: 60_000 });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText("3 not in the docs");
    await expect(list.locator(".asked").filter({ hasText: /\d answered/ }).first()).toBeVisible();
    await row.getByText("Example conversations").click();
    await expect(row.locator(".asked-examples a")).toHaveCount(3);
    expect(await findings(page)).toEqual([]);
  });

  await test.step("only what the docs don’t answer, for as long as one likes", async () => {
    await which.getByRole("link", { name: "Only what the docs don’t answer" }).click();
    await expect(page).toHaveURL(/only=lacking/);
    await expect(row).toBeVisible();
    for (const it of await list.locator(".asked").all()) await expect(it).toContainText("not in the docs");
    await span.getByRole("link", { name: "7 days" }).click();
    await expect(page).toHaveURL(/days=7&only=lacking/);
    await expect(span.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "true");
    await expect(row).toContainText("asked 3 times");
  });

  for (const [name, seat] of SEATS) {
    const agent = await world.agent("ana", { ...seat, path: "/knowledge/asked?days=7" });
    const first = agent.page.locator(".asked").first();
    await expect(first).toBeVisible();
    await first.locator("summary").click();
    expect(await findings(agent.page), name).toEqual([]);
    await picture(agent.page, `asked-${name}`);
  }

  await test.step("it becomes a test question", async () => {
    await row.getByRole("button", { name: "Save as a test question" }).click();
    const form = row.getByRole("group", { name: "Save as a test question" });
    await form.getByRole("radio", { name: "A person" }).check();
    expect(await findings(page)).toEqual([]);
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await expect(row).toContainText("It is run again whenever the docs change.");
  });

  await test.step("it is tried, and its chats are a click away", async () => {
    await row.getByRole("link", { name: /^Try: / }).click();
    await expect(page).toHaveURL(/\/knowledge\/try\?/);
    await expect(page.getByLabel("Your question")).toHaveValue(GLAZE);
    await ana.goto("/knowledge/asked?days=7");
    await row.getByText("Example conversations").click();
    await row.locator(".asked-examples a").first().click();
    await expect(page).toHaveURL(/\/inbox\/[^/?]+\?at=\d+/);
    await expect(ana.log.getByText(GLAZE).first()).toBeVisible();
  });
});

test("without script, it is all there, and its choices are links", async ({ world }) => {
  const { page } = await world.agent("ana", { path: "/knowledge/asked", javaScriptEnabled: false });
  const chosen = (name: string) => page.getByRole("navigation", { name }).locator("[aria-current=true]");
  await expect(chosen("How far to look back")).toHaveText("30 days");
  await expect(chosen("Which questions")).toHaveText("All");
  await expect(page.locator(".asked-standing")).toHaveText(/^\d+ questions?$/);
  await page.getByRole("link", { name: "90 days" }).click();
  await expect(chosen("How far to look back")).toHaveText("90 days");
  await expect(page.locator(".asked").first()).toBeVisible();
});
