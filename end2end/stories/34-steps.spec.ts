import { findings, PHONE, picture } from "../support/look.ts";
import { WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

test("what is closed is opened again, what is put away is woken, and both can be taken back", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.button("Claim").click();
  await expect(ana.holder).toContainText("You hold this.");

  await ana.button("Close").click();
  await expect(ana.holder).toContainText("Closed.");
  await ana.button("Undo").click();
  await expect(ana.holder, "back with who held it").toContainText("You hold this.");

  await ana.button("Close").click();
  await expect(ana.button("Reopen")).toBeVisible();
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("o");
  await expect(ana.holder).toContainText("The AI answers.");

  await ana.button("Snooze").click();
  await ana.page.getByRole("button", { name: "Tomorrow, 9:00" }).click();
  const bar = ana.region.locator(".holder");
  await expect(bar).toContainText(/Snoozed until .*0?9:00/);
  await picture(ana.page, "thread-snoozed");
  await ana.button("Wake now").click();
  await expect(bar).not.toContainText("Snoozed until");
  await expect(ana.log).toContainText("Back from the snooze");

  await ana.button("Snooze").click();
  await ana.page.getByRole("button", { name: "Tomorrow, 9:00" }).click();
  await expect(bar).toContainText("Snoozed until");
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("z");
  await expect(bar).not.toContainText("Snoozed until");
});

test("several are given to a colleague or a team, lose a tag, are put away until any time, and opened again", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  const ids: string[] = [];
  for (const visitor of visitors) {
    await visitor.say(WANTS_PERSON);
    ids.push(await visitor.conversation());
  }
  const ana = await world.agent("ana");
  const bar = ana.page.getByRole("group", { name: "Chosen conversations" });
  const choose = async () => {
    for (const id of ids) await ana.row(id).getByRole("checkbox").check();
    await expect(bar).toContainText("2 chosen");
  };
  await choose();
  await bar.getByRole("combobox", { name: "Assign to" }).selectOption({ label: "Ben Achterberg" });
  for (const id of ids) await expect(ana.row(id)).toContainText("Held by Ben Achterberg");

  await choose();
  await bar.getByRole("textbox", { name: "Tag" }).fill("Billing");
  await bar.getByRole("textbox", { name: "Tag" }).press("Enter");
  for (const id of ids) await expect(ana.row(id)).toContainText("billing");
  await choose();
  await bar.getByRole("combobox", { name: "Remove tag" }).selectOption("billing");
  for (const id of ids) await expect(ana.row(id)).not.toContainText("billing");

  await choose();
  await picture(ana.page, "bulk");
  expect(await findings(ana.page)).toEqual([]);
  await bar.getByRole("button", { name: "Snooze" }).click();
  await bar.getByLabel("Another time").fill("2030-01-02T09:30");
  await bar.getByRole("button", { name: "Set" }).click();
  for (const id of ids) await expect(ana.row(id)).toHaveCount(0);
  await ana.view("Snoozed").click();
  for (const id of ids) await expect(ana.row(id)).toContainText("2 January 2030");
  await choose();
  await bar.getByRole("button", { name: "Reopen" }).click();
  for (const id of ids) await expect(ana.row(id)).toHaveCount(0);
  await ana.view("All open").click();

  await ana.row(ids[0]!).getByRole("checkbox").check();
  const n = (await ana.order()).length;
  await bar.getByRole("button", { name: "Choose all in this view" }).click();
  await expect.poll(async () => Number(/\d+/.exec((await bar.getByRole("status").textContent()) ?? "")?.[0])).toBeGreaterThanOrEqual(n);
  await bar.getByRole("button", { name: "Cancel" }).click();
  await expect(bar).toHaveCount(0);
});

test("what is done to several fits a phone", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const { page } = await world.agent("ana", { ...PHONE, colorScheme: "dark", path: "/inbox?view=needs-person" });
  await page.locator(".row-pick").first().check();
  await picture(page, "bulk-phone-dark");
});

test("the palette drafts, sends and closes, links, holds until a time, and saves a view", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("How long do refunds take?");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.button("Take over").click();
  await expect(ana.holder).toContainText("You hold this.");
  const field = ana.page.getByRole("combobox", { name: "Action, page or conversation" });
  const command = async (text: string, name: string) => {
    await ana.page.keyboard.press("Control+k");
    await field.fill(text);
    await ana.page.getByRole("option", { name }).first().click();
  };
  await command("suggest", "Suggest a reply");
  await expect(ana.box).not.toHaveValue("");
  await command("hold until", "Hold until");
  await expect(ana.page.getByRole("button", { name: "15 minutes" })).toBeFocused();
  await ana.page.keyboard.press("Escape");
  await command("link with", "Link with the conversation");
  await expect(ana.page.getByRole("textbox", { name: /^Link with the conversation/ })).toBeFocused();
  await ana.page.keyboard.press("Escape");
  await command("save view", "Save view");
  await expect(ana.page.getByRole("textbox", { name: "Name of the view" })).toBeFocused();
  await ana.page.keyboard.press("Escape");
  await ana.box.fill("Five days.");
  await command("send and close", "Send and close");
  await expect(ana.holder).toContainText("Closed.");
  await expect(ana.log).toContainText("Five days.");
});
