import { WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

test("the AI's clock stands while an agent looks, is held on a press, and says when the AI is back", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  await ana.button("Claim").click();
  const clock = ana.region.getByRole("timer");
  await expect(clock).toHaveText(/AI back in 15:00; the clock stands while the visitor waits/);
  // That she looks is known before she replies: else the clock would run until it is.
  await expect.poll(() => JSON.stringify(world.log.of(id).filter(({ what }) => what.is === "leased"))).toContain('"is_watched":true');
  await ana.reply("I'll look into it");
  await expect(clock, "she looks at it").toHaveText(/AI back in 15:00; the clock stands while somebody is here/);
  await ana.button("Hold").click();
  await expect(clock).toHaveText(/AI held back until \d\d:\d\d/);
});

test("what was settled goes along when a conversation is handed back", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.button("Claim").click();
  await ana.reply("You get a new one");
  await ana.button("Hand back and say what was settled").click();
  await ana.region.getByRole("textbox", { name: "What was settled" }).fill("A new one is on its way");
  await ana.button("Hand back").click();
  await expect(ana.holder).toContainText("The AI answers.");
  await expect(ana.page.getByRole("region", { name: "Details" })).toContainText("A new one is on its way");
});

test("tags are added and removed beside the thread, live for a colleague", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("hello");
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  await ana.open(visitor);
  await ben.open(visitor);
  const details = (agent: typeof ana) => agent.page.getByRole("region", { name: "Details" });
  await details(ana).getByRole("button", { name: "Add tag" }).click();
  const field = details(ana).getByRole("combobox", { name: "Tag" });
  await field.fill("VIP  buyer");
  await field.press("Enter");
  await expect(details(ben).getByRole("list", { name: "Tags" })).toHaveText(/vip buyer/);
  await details(ben).getByRole("button", { name: "Remove the tag vip buyer" }).click();
  await expect(details(ana).getByRole("list", { name: "Tags" }).getByRole("listitem")).toHaveCount(0);
});

test("a link to a message leads to it, and a menu is worked by the keyboard", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("the first word");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const link = ana.log.locator(".said .line-link").first();
  const href = await link.getAttribute("href");
  expect(href).toMatch(/^\/inbox\/\w+\?at=\d+$/);
  await ana.goto(href!);
  await expect(ana.log.locator(".line-at")).toContainText("the first word");
  await expect(ana.log.locator(".line-at")).toBeInViewport();
  const assign = ana.button("Assign");
  await assign.focus();
  await ana.page.keyboard.press("Enter");
  await expect(ana.button("Ana Ortiz (you)"), "the members are read").toBeVisible();
  await ana.page.keyboard.press("ArrowDown");
  await expect(ana.button("Ana Ortiz (you)")).toBeFocused();
  await ana.page.keyboard.press("Enter");
  await expect(ana.page.getByRole("region", { name: "Details" })).toContainText("Assigned to");
  await expect(assign).toBeFocused();
  await assign.click();
  await ana.page.keyboard.press("Escape");
  await expect(assign).toHaveAttribute("aria-expanded", "false");
});
