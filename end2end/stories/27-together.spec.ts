import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import type { Agent } from "../support/agent.ts";
import { WANTS_PERSON } from "../support/questions.ts";
import type { Visitor } from "../support/visitor.ts";
import { type World, expect, test } from "../support/world.ts";

const BEN = "Ben Achterberg";

/** A visitor who waits for a person, and two agents who both look. */
async function together(world: World): Promise<{ visitor: Visitor; ana: Agent; ben: Agent; id: string }> {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  const id = await ana.open(visitor);
  await ben.open(visitor);
  return { visitor, ana, ben, id };
}

const faces = (agent: Agent): Locator => agent.region.getByRole("list", { name: "Also here" });
const says = (agent: Agent): Locator => agent.region.locator(".near-says");
const draft = (agent: Agent, of: string): Locator => agent.region.getByRole("figure", { name: `Draft of ${of}` });

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")}`));
}

/** Says what a visitor's widget says while they type. */
async function types(world: World, visitor: Visitor, isTyping: boolean): Promise<void> {
  const reply = await visitor.page.request.post(`${world.baton.url}/api/widget/v1/typing`, {
    headers: { authorization: `Bearer ${visitor.token}`, origin: world.baton.url },
    data: { is_typing: isTyping },
  });
  expect(reply.status()).toBe(204);
}

test("two agents at one thread see each other, what the other writes, and when it is sent", async ({ world }) => {
  const { visitor, ana, ben, id } = await together(world);
  await expect(faces(ana)).toContainText(`${BEN} looks at this`);
  await expect(faces(ben)).toContainText("Ana Ortiz looks at this");
  await expect(ana.row(id), "and on the row").toContainText(`${BEN} looks at this`);

  await test.step("a reply under way is read along, as it grows", async () => {
    await ben.box.pressSequentially("Dear visitor,");
    await expect(says(ana)).toContainText(`${BEN} is typing a reply…`);
    await expect(draft(ana, BEN)).toContainText("Dear visitor,");
    await expect(ana.row(id)).toContainText(`${BEN} is typing a reply…`);
    await ben.box.pressSequentially(" I look into it.");
    await expect(draft(ana, BEN)).toContainText("Dear visitor, I look into it.");
    expect(await axe(ana.page)).toEqual([]);
    await ana.page.screenshot({ path: "artefacts/screens/together-draft.png", animations: "disabled" });
    await expect(says(ana), "who stops to think has begun one").toContainText(`${BEN} has begun a reply`, { timeout: 15_000 });
  });

  await test.step("once it is sent it is a message, and no draft", async () => {
    await ben.send.click();
    await expect(ana.log.locator(".replied").last()).toContainText("Dear visitor, I look into it.");
    await expect(draft(ana, BEN)).toHaveCount(0);
    await expect(visitor.log).toContainText("Dear visitor, I look into it.");
  });

  await test.step("a note under way is the team's", async () => {
    await ben.mode("Note");
    await ben.note.pressSequentially("Known since Monday");
    await expect(says(ana)).toContainText(`${BEN} is writing a note…`);
    await expect(draft(ana, BEN)).toContainText("Known since Monday");
    await ana.page.screenshot({ path: "artefacts/screens/together-note.png", animations: "disabled" });
  });

  await test.step("a browser that is gone leaves no ghost", async () => {
    await ben.page.close();
    await expect(faces(ana)).toHaveCount(0, { timeout: 20_000 });
    await expect(says(ana)).toBeEmpty();
  });
});

test("whoever writes while a colleague sends looks at that before their own goes out", async ({ world }) => {
  world.expects(/409/);
  const { visitor, ana, ben } = await together(world);
  await ana.box.pressSequentially("Mine came second.");
  await expect(draft(ben, "Ana Ortiz")).toContainText("Mine came second.");
  await ben.box.pressSequentially("I have this one.");
  await expect(draft(ana, BEN), "both see what the other writes").toContainText("I have this one.");
  await ben.send.click();
  await expect(ana.log.locator(".replied").last()).toContainText("I have this one.");
  await ana.send.click();
  const changed = ana.region.getByRole("region", { name: "What happened meanwhile" });
  await expect(changed).toContainText(`${BEN}: I have this one.`);
  await expect(ana.box, "nothing is lost").toHaveValue("Mine came second.");
  await expect(visitor.log).not.toContainText("Mine came second.");
  await ana.page.screenshot({ path: "artefacts/screens/together-changed.png", animations: "disabled" });
  await changed.getByRole("button", { name: "Send anyway" }).click();
  await expect(visitor.log).toContainText("Mine came second.");
  await expect(changed).toHaveCount(0);
});

test("a visitor who types is seen in the thread and in the list, until they stop", async ({ world }) => {
  const { visitor, ana, id } = await together(world);
  await types(world, visitor, true);
  await expect(says(ana)).toContainText(/Visitor \w+ is typing…/);
  await expect(ana.row(id)).toContainText(/Visitor \w+ is typing…/);
  await types(world, visitor, false);
  await expect(says(ana)).not.toContainText(/Visitor \w+ is typing…/);
  await types(world, visitor, true);
  await expect(says(ana)).toContainText(/Visitor \w+ is typing…/);
  await expect(says(ana), "whoever falls silent doesn't type").not.toContainText(/Visitor \w+ is typing…/, { timeout: 15_000 });
});

test("an agent says that they are away, and whoever gives a conversation away sees who is there", async ({ world }) => {
  const { ana, ben } = await together(world);
  const beside = ana.button(`${BEN} here now`);
  const assign = ana.button("Assign");
  await assign.click();
  await expect(beside).toBeVisible();
  await ana.page.keyboard.press("Escape");

  const me = ben.page.getByRole("button", { name: new RegExp(`^${BEN}, .*: Available$`) });
  await me.click();
  await ben.page.getByRole("button", { name: "Away", exact: true }).click();
  const away = ben.page.getByRole("button", { name: new RegExp(`^${BEN}, .*: Away$`) });
  await expect(away).toBeFocused();
  await ben.page.reload();
  await ben.isAlive();
  await expect(away, "it is remembered").toBeVisible();
  await ben.page.screenshot({ path: "artefacts/screens/together-away.png", animations: "disabled" });

  await assign.click();
  await expect(ana.button(BEN)).toBeVisible();
  await expect(beside).toHaveCount(0);
  await ana.page.keyboard.press("Escape");
  await away.click();
  await ben.page.getByRole("button", { name: "Available", exact: true }).click();
  await expect(me).toBeVisible();
});

test("a wait that nears the response target counts down, and says live when the target is missed", async ({ world }) => {
  world.baton.set("promptness", { target_minutes: 3, email_after_minutes: 10 });
  try {
    const visitor = await world.chatting();
    await visitor.say(WANTS_PERSON);
    const id = await visitor.conversation();
    const context = await world.context({ storageState: await (await world.agent("ana")).context.storageState() });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${world.baton.url}/inbox/${id}`);
    await expect(page.locator("html")).toHaveAttribute("data-whole");
    const row = page.getByRole("list", { name: "Conversations" }).getByRole("listitem").filter({ has: page.locator(`a[href^="/inbox/${id}"]`) });
    const bar = page.getByRole("region", { name: "Thread" }).locator(".holder");
    await expect(bar).toContainText("Waits for a person.");
    await expect(bar, "there is time").not.toContainText("Answer within");

    await page.clock.fastForward(130_000);
    await expect(bar).toContainText(/Answer within 0:\d\d/);
    await expect(row).toContainText(/Answer within 0:\d\d/);
    await page.screenshot({ path: "artefacts/screens/together-due.png", animations: "disabled" });
    await page.clock.fastForward(170_000);
    await expect(bar).toContainText("Target missed by 2 min");
    await expect(row).toContainText("Target missed by 2 min");
    expect(await axe(page)).toEqual([]);
    await page.screenshot({ path: "artefacts/screens/together-missed.png", animations: "disabled" });
  } finally {
    world.baton.set("promptness", { target_minutes: null, email_after_minutes: 10 });
  }
});
