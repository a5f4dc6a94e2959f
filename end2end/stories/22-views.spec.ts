import { WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

test("a row joins and leaves the views live, and the figures move", async ({ world }) => {
  const ana = await world.agent("ana");
  const visitor = await world.chatting();
  await expect(ana.view("Needs a person")).toBeVisible();
  const before = await ana.count("Needs a person");
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  await expect.poll(() => ana.count("Needs a person")).toBe(before + 1);
  await ana.view("Needs a person").click();
  await expect(ana.row(id)).toBeVisible();
  await expect(ana.row(id), "unread is said, not only shown").toContainText("Unread:");

  const ben = await world.agent("ben");
  await ben.openById(id);
  await ben.button("Claim").click();
  await ben.reply("Hello, Ben here.");
  await expect(ana.row(id), "who has got an answer waits for nobody").toHaveCount(0);
  await expect.poll(() => ana.count("Needs a person")).toBe(before);
  await ben.view("Mine").click();
  await expect(ben.row(id)).toBeVisible();
  await expect(ben.row(id), "what was open is read").not.toContainText("Unread:");
  await ben.openById(id);
  await ben.button("Close").click();
  await expect(ben.row(id)).toHaveCount(0);
  await ben.view("Closed").click();
  await expect(ben.row(id)).toBeVisible();
});

test("two agents who claim next at once get two conversations, the longest wait first", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  for (const visitor of visitors) await visitor.say(WANTS_PERSON);
  const agents = [await world.agent("ana", { path: "/inbox?view=needs-person" }), await world.agent("ben", { path: "/inbox?view=needs-person" })];
  // Both wait before both agents' eyes: that the AI handed them over may have come after the pages.
  for (const agent of agents) for (const visitor of visitors) await expect(agent.row(await visitor.conversation())).toBeVisible();
  const first = (await agents[0]!.order()).slice(0, 2);
  await Promise.all(agents.map((agent) => agent.page.getByRole("button", { name: "Claim next" }).click()));
  for (const agent of agents) await expect(agent.holder).toContainText("You hold this.");
  const opened = agents.map((agent) => new URL(agent.page.url()).pathname.replace("/inbox/", ""));
  expect(opened.toSorted()).toEqual(first.toSorted());
});

test("what is done to several is done to each, and taken back", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  const ids: string[] = [];
  for (const visitor of visitors) {
    await visitor.say(WANTS_PERSON);
    ids.push(await visitor.conversation());
  }
  const ana = await world.agent("ana");
  for (const id of ids) await ana.row(id).getByRole("checkbox").check();
  const bar = ana.page.getByRole("group", { name: "Chosen conversations" });
  await expect(bar).toContainText("2 chosen");
  await bar.getByRole("button", { name: "Close" }).click();
  for (const id of ids) await expect(ana.row(id)).toHaveCount(0);
  await ana.page.getByRole("button", { name: "Undo" }).click();
  for (const id of ids) await expect(ana.row(id)).toContainText("Needs a person");

  for (const id of ids) await ana.row(id).getByRole("checkbox").check();
  await bar.getByRole("textbox", { name: "Tag" }).fill("Billing");
  await bar.getByRole("textbox", { name: "Tag" }).press("Enter");
  for (const id of ids) await expect(ana.row(id)).toContainText("billing");

  await test.step("a view of that tag is saved, and rows leave it live", async () => {
    await ana.page.getByRole("button", { name: "Filter" }).click();
    const form = ana.page.getByRole("form", { name: "Filter" });
    await form.getByRole("textbox", { name: /^Tags/ }).fill("billing");
    await form.getByRole("textbox", { name: "Name of the view" }).fill("Bills");
    await form.getByRole("button", { name: "Save view" }).click();
    await expect(ana.view("Bills")).toHaveAttribute("aria-current", "true");
    for (const id of ids) await expect(ana.row(id)).toBeVisible();
    await expect.poll(() => ana.count("Bills")).toBe(2);
    await ana.row(ids[0]!).getByRole("checkbox").check();
    await bar.getByRole("combobox", { name: "Priority" }).selectOption("urgent");
    await expect(ana.row(ids[0]!)).toContainText("urgent");
  });
});
