import type { Locator, Page } from "@playwright/test";
import type { Agent } from "../support/agent.ts";
import { PHONE, findings, picture } from "../support/look.ts";
import { WANTS_PERSON } from "../support/questions.ts";
import { type World, expect, test } from "../support/world.ts";

// A Baton of its own: whoever waits would go to a team in the other stories as well.
test.use({ words: ["--trusted-proxies", "127.0.0.43/32"] });

/** Asks for a person, and says what about. */
const BOAT = `${WANTS_PERSON} It is about my wherry.`;
const PLACE = "/settings/teams";

const part = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** Makes a team as the page does; its id. */
async function team(agent: Agent, name: string): Promise<string> {
  const change = { is: "team", id: null, name, members: [] };
  const reply = await agent.page.request.post(`${agent.url}/api/app/change_settings`, { data: { change }, headers: { origin: agent.url } });
  expect(reply.status(), await reply.text()).toBe(200);
  const shown: { teams: { team: { id: string; name: string } }[] } = await reply.json();
  return shown.teams.find((it) => it.team.name === name)!.team.id;
}

/** A visitor who waits for a person, before the eyes of a member. */
async function waiting(world: World, agent: Agent, words: string): Promise<string> {
  const visitor = await world.chatting();
  await visitor.say(words);
  const id = await agent.open(visitor);
  await expect(agent.holder).toContainText("Waits for a person.");
  return id;
}

test("a rule is tried on what was, and whoever waits next goes to its team", async ({ world }) => {
  const ben = await world.agent("ben");
  const before = await waiting(world, ben, BOAT);
  const { page } = await world.agent("ana", { path: PLACE });
  const rules = part(page, "Who takes what");
  await expect(rules).toContainText("There are no rules yet");
  await expect(rules).toContainText("Make a team first.");
  const teams = part(page, "Teams");
  await teams.getByRole("button", { name: "Make the first team" }).click();
  const fresh = teams.getByRole("group", { name: "New team" });
  await fresh.getByLabel("Name of the team").fill("Boats");
  await fresh.getByRole("checkbox", { name: "Ben Achterberg" }).check();
  await fresh.getByRole("button", { name: "Save" }).click();

  await rules.getByRole("button", { name: "Add a rule" }).click();
  const rule = rules.getByRole("group", { name: "Rule 1" });
  await rule.getByRole("combobox", { name: "What is looked at" }).selectOption("Words in the question");
  await rule.getByRole("textbox", { name: "Words in the question" }).fill("wherr*");
  await rules.getByRole("button", { name: "Save", exact: true }).click();
  await expect(rules.getByRole("alert")).toHaveText("Choose a team for each rule.");
  await rule.getByRole("combobox", { name: "Goes to" }).selectOption("Boats");

  await rules.getByRole("button", { name: "Try it on the last 30 days" }).click();
  await expect(rules).toContainText(/In the last 30 days somebody waited for a person \d+ times?\./);
  await expect(rules).toContainText("1 would have gone to Boats.");
  await expect(rules.getByRole("listitem").filter({ has: page.locator(`a[href="/inbox/${before}"]`) })).toContainText("to Boats");
  await rules.getByRole("button", { name: "Save", exact: true }).click();
  await expect(rules.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await expect(rule.getByRole("textbox", { name: "Name, as the thread tells it" }), "it is called by what it asks for").toHaveValue("wherr*");

  await expect(ben.log, "trying it has moved nothing").not.toContainText("A rule gave this");
  await waiting(world, ben, BOAT);
  await expect(ben.log).toContainText("A rule gave this to Boats: wherr*");
  await expect(ben.page.getByRole("region", { name: "Details" })).toContainText("Boats");

  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  await teams.getByRole("group", { name: "Boats" }).getByRole("button", { name: "Delete the team" }).click();
  await expect(teams).toContainText("1 rule goes with it.");
  await teams.getByRole("button", { name: "Delete it" }).click();
  await expect(rules).toContainText("There are no rules yet");
});

test("a tag moves who waits, the first rule that fits counts, and a person's choice stays", async ({ world }) => {
  const ana = await world.agent("ana");
  await team(ana, "Harbour");
  await team(ana, "Billing");
  await ana.goto(PLACE);
  const rules = part(ana.page, "Who takes what");
  const nth = (n: number) => rules.getByRole("group", { name: `Rule ${n}` });
  for (const [n, what, value, goesTo] of [
    [1, "Words in the question", "wherry", "Harbour"],
    [2, "Tag", "refund", "Billing"],
  ] as const) {
    await rules.getByRole("button", { name: "Add a rule" }).click();
    await nth(n).getByRole("combobox", { name: "What is looked at" }).selectOption(what);
    await nth(n).getByRole("textbox", { name: what, exact: true }).fill(value);
    await nth(n).getByRole("combobox", { name: "Goes to" }).selectOption(goesTo);
  }
  const save = async () => {
    await rules.getByRole("button", { name: "Save", exact: true }).click();
    await expect(rules.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  };
  await save();
  const ben = await world.agent("ben");
  const details = ben.page.getByRole("region", { name: "Details" });
  const tagged = async (tag: string) => {
    await details.getByRole("button", { name: "Add tag" }).click();
    await details.getByRole("combobox", { name: "Tag", exact: true }).fill(tag);
    await details.getByRole("combobox", { name: "Tag", exact: true }).press("Enter");
    await expect(details.getByRole("list", { name: "Tags", exact: true })).toContainText(tag);
    await details.getByRole("combobox", { name: "Tag", exact: true }).press("Escape");
  };
  await waiting(world, ben, BOAT);
  await expect(ben.log).toContainText("A rule gave this to Harbour: wherry");
  await tagged("refund");
  await expect(ben.log).toContainText("Ben Achterberg added the tag refund");
  await expect(ben.log, "the words stand before the tag").not.toContainText("to Billing");

  await nth(2).getByRole("button", { name: "Move Rule 2 up" }).click();
  await expect(nth(1).getByRole("textbox", { name: "Tag", exact: true })).toHaveValue("refund");
  await save();
  await waiting(world, ben, BOAT);
  await expect(ben.log).toContainText("A rule gave this to Harbour: wherry");
  await tagged("refund");
  await expect(ben.log).toContainText("A rule gave this to Billing: refund");
  await ben.button("Assign").click();
  await ben.region.getByRole("button", { name: "Harbour", exact: true }).click();
  await expect(ben.log).toContainText("Ben Achterberg gave this to Harbour");
  await details.getByRole("button", { name: "Remove the tag refund" }).click();
  await expect(ben.log).toContainText("Ben Achterberg removed the tag refund");
  await tagged("refund");
  await expect(ben.log.getByText("A rule gave this to Billing: refund"), "a person has chosen").toHaveCount(1);

  await test.step("it reads well in German on a phone", async () => {
    const { page } = await world.agent("ana", { ...PHONE, locale: "de-DE", path: PLACE });
    await expect(part(page, "Wer was übernimmt").getByRole("group", { name: "Regel 2" })).toBeVisible();
    await part(page, "Wer was übernimmt").getByRole("button", { name: "An den letzten 30 Tagen ausprobieren" }).click();
    await expect(page.getByText(/^In den letzten 30 Tagen wartete \d+-mal jemand/)).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await picture(page, "settings-rules-390-german");
  });
});
