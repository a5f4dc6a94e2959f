import { PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { type World, expect, test } from "../support/world.ts";
import type { Visitor } from "../support/visitor.ts";

const WAYS: [string, (visitor: Visitor) => Promise<void>][] = [
  ["in words", (visitor) => visitor.say(WANTS_PERSON)],
  [
    "by the button",
    async (visitor) => {
      await visitor.ask(PLAIN);
      await visitor.person.click();
    },
  ],
];

async function stands(world: World, visitor: Visitor): Promise<void> {
  const ana = await world.agent("ana");
  const id = await visitor.conversation();
  const row = ana.row(id);
  await expect(row).toBeVisible();
  await expect(row, "said in words").toContainText("Needs a person");
  await expect(row.locator("svg").first(), "and by a mark").toBeVisible();
  await expect(row).toContainText("Asked for a person");
  await expect(row, "a name to call them by").toContainText(/Visitor [0-9A-Za-z]{3,}/);
  await expect(row, "how long they wait").toContainText(/Waiting( too long)?:? ?\d+ ?\w+/);
  // The longest wait is on top; whoever waits stands above all who don't.
  await expect(async () => {
    const needs = await ana.list.getByRole("listitem").evaluateAll((rows) => rows.map((it) => it.textContent?.includes("Needs a person") ?? false));
    expect(needs.lastIndexOf(true), "all who wait come first").toBe(needs.filter(Boolean).length - 1);
  }).toPass({ timeout: 10_000 });
  await expect(ana.page).toHaveTitle(/^\(\d+\)/);
}

for (const [way, ask] of WAYS) {
  test(`a visitor who asks for a person ${way} sees it at once, and so does the inbox`, async ({ world }) => {
    const visitor = await world.chatting();
    await ask(visitor);
    await expect(visitor.log).toContainText("You asked for a person");
    await expect(visitor.frame.getByText(/A person will join you here|The team isn't here right now/)).toBeVisible();
    await expect(visitor.person).toHaveCount(0);
    await stands(world, visitor);
  });
}

test("a handover appears in an inbox that is already open, without a reload", async ({ world }) => {
  const ana = await world.agent("ana");
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  await expect(ana.row(id)).toContainText("Needs a person");
  expect(ana.calls.filter((call) => call !== "me")).toEqual([]);
});

test("a name that the visitor gives is the one that the team sees, live", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  await visitor.giveName("Mara Quist");
  await expect(visitor.log).toContainText("Mara Quist is the name you gave");
  await expect(ana.row(id)).toContainText("Mara Quist");
  await expect(ana.region.getByRole("heading", { name: "Mara Quist" })).toBeVisible();
});
