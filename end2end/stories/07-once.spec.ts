import { WANTS_PERSON } from "../support/questions.ts";
import { CUT, type World, expect, test } from "../support/world.ts";
import type { Visitor } from "../support/visitor.ts";
import type { Agent } from "../support/agent.ts";

/** A visitor and an agent with the same thread before them. */
async function pair(world: World): Promise<[Visitor, Agent]> {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  return [visitor, ana];
}

/** It is there exactly once, on both sides and in the log, also after what follows has arrived. */
async function isThereOnce(world: World, visitor: Visitor, ana: Agent, text: string): Promise<void> {
  await visitor.say("And this comes after it.");
  await expect(ana.log).toContainText("And this comes after it.");
  await expect(visitor.log.getByText(text, { exact: true })).toHaveCount(1);
  await expect(ana.log.getByText(text, { exact: true })).toHaveCount(1);
  const id = await visitor.conversation();
  // The log has what came after it, and so all that came before.
  await world.log.conversationOf(visitor.ids.at(-1)!);
  expect(world.log.of(id).filter(({ what }) => what.body?.text === text)).toHaveLength(1);
}

test("a double click on Send sends once, for the visitor and for the agent", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await visitor.box.fill("Clicked twice.");
  await visitor.send.dblclick();
  await isThereOnce(world, visitor, ana, "Clicked twice.");
  await ana.box.fill("Replied with a double click.");
  await ana.send.dblclick();
  await isThereOnce(world, visitor, ana, "Replied with a double click.");
});

test("a double Enter sends once, for the visitor and for the agent", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await visitor.box.fill("Entered twice.");
  await visitor.box.press("Enter");
  await visitor.box.press("Enter");
  await isThereOnce(world, visitor, ana, "Entered twice.");
  await ana.box.fill("Replied with a double Enter.");
  await ana.box.press("Enter");
  await ana.box.press("Enter");
  await isThereOnce(world, visitor, ana, "Replied with a double Enter.");
});

test("Shift+Enter breaks the line and doesn't send", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await visitor.box.pressSequentially("one");
  await visitor.box.press("Shift+Enter");
  await visitor.box.pressSequentially("two");
  await expect(visitor.box).toHaveValue("one\ntwo");
  await visitor.box.press("Enter");
  await expect(ana.log.locator(".said").last()).toContainText(/one\s*two/);
  await ana.box.pressSequentially("three");
  await ana.box.press("Shift+Enter");
  await ana.box.pressSequentially("four");
  await expect(ana.box).toHaveValue("three\nfour");
  await ana.box.press("Enter");
  await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toContainText(/three\s*four/);
});

test("a visitor who is offline is told so, keeps the words, and they are sent once when the network is back", async ({ world }) => {
  world.expects(CUT);
  const [visitor, ana] = await pair(world);
  await visitor.context.setOffline(true);
  await expect(visitor.frame.getByText("You are offline")).toBeVisible();
  await visitor.box.fill("Written under ground.");
  await visitor.send.click();
  await expect(visitor.own.last()).toContainText("Written under ground.");
  await expect(visitor.own.last()).toContainText("Will be sent when you are back online");
  await visitor.context.setOffline(false);
  await expect(visitor.frame.getByText("You are offline")).toHaveCount(0);
  await expect(ana.log).toContainText("Written under ground.");
  await isThereOnce(world, visitor, ana, "Written under ground.");
});

test("a visitor's send that fails says so and keeps the words; trying again sends once", async ({ world }) => {
  world.expects(CUT);
  const [visitor, ana] = await pair(world);
  await visitor.page.route("**/api/widget/v1/messages", (route) => route.abort("connectionreset"));
  await visitor.box.fill("The line is bad.");
  await visitor.send.click();
  const again = visitor.own.last().getByRole("button", { name: /Try again/ });
  await expect(again).toBeVisible();
  await expect(visitor.own.last()).toContainText("The line is bad.");
  await visitor.page.unroute("**/api/widget/v1/messages");
  await again.click();
  await expect(again).toHaveCount(0);
  await isThereOnce(world, visitor, ana, "The line is bad.");
});

test("a visitor's send whose reply got lost is one message", async ({ world }) => {
  world.expects(CUT);
  const [visitor, ana] = await pair(world);
  await visitor.page.route("**/api/widget/v1/messages", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await visitor.box.fill("Heard, but not answered.");
  await visitor.send.click();
  await expect(ana.log).toContainText("Heard, but not answered.");
  await visitor.page.unroute("**/api/widget/v1/messages");
  await expect(visitor.own.last()).not.toContainText(/Sending|Not sent/);
  await isThereOnce(world, visitor, ana, "Heard, but not answered.");
});

test("an agent who is offline is told so and keeps the text; sending again sends once", async ({ world }) => {
  world.expects(CUT);
  const [visitor, ana] = await pair(world);
  await ana.context.setOffline(true);
  await ana.box.fill("Written in a train.");
  await ana.send.click();
  await expect(ana.region.getByRole("alert")).toContainText("No connection");
  await expect(ana.box).toHaveValue("Written in a train.");
  await ana.context.setOffline(false);
  await ana.send.click();
  await expect(ana.box).toHaveValue("");
  await expect(visitor.log).toContainText("Written in a train.");
  await expect(ana.region.getByRole("alert")).toHaveCount(0);
  await isThereOnce(world, visitor, ana, "Written in a train.");
});

test("an agent's send whose reply got lost is one message, also when it is sent again", async ({ world }) => {
  world.expects(CUT);
  const [visitor, ana] = await pair(world);
  await ana.page.route("**/api/app/act", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await ana.box.fill("Said into the tunnel.");
  await ana.send.click();
  await expect(ana.region.getByRole("alert")).toContainText("No connection");
  await expect(visitor.log).toContainText("Said into the tunnel.");
  await ana.page.unroute("**/api/app/act");
  await expect(ana.box).toHaveValue("Said into the tunnel.");
  await ana.send.click();
  await expect(ana.box).toHaveValue("");
  await isThereOnce(world, visitor, ana, "Said into the tunnel.");
});

test("what an agent has typed survives a reload, a reply as a reply and a note as a note", async ({ world }) => {
  const [, ana] = await pair(world);
  await ana.box.fill("Half a reply");
  await ana.page.reload();
  await ana.isAlive();
  await expect(ana.box).toHaveValue("Half a reply");
  await ana.mode("Note");
  await expect(ana.note).toHaveValue("");
  await ana.note.fill("Half a note");
  await ana.mode("Reply");
  await expect(ana.box).toHaveValue("Half a reply");
  await ana.mode("Note");
  await expect(ana.note).toHaveValue("Half a note");
});
