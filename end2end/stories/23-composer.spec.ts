import { NOT_COVERED, PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { CUT, type World, expect, test } from "../support/world.ts";
import type { Agent } from "../support/agent.ts";
import type { Visitor } from "../support/visitor.ts";

/** One red pixel. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

async function pair(world: World, holds = false): Promise<[Visitor, Agent]> {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana", { holds });
  await ana.open(visitor);
  return [visitor, ana];
}

test("a canned reply is made, found by its slash, filled in, and held back while something is missing", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await ana.button("Manage canned replies").click();
  const manager = ana.page.getByRole("dialog", { name: "Canned replies" });
  await manager.getByRole("button", { name: "New canned reply" }).click();
  await manager.getByRole("textbox", { name: "Shortcut, after the slash" }).fill("Hello There");
  await manager.getByRole("textbox", { name: "Title" }).fill("A greeting");
  await manager.getByRole("textbox", { name: "Text" }).fill("Hi {{visitor.name|there}}, {{agent.name}} of {{workspace.name}} here. Your plan: {{attribute.plan}}");
  await manager.getByRole("button", { name: "Save" }).click();
  await expect(manager.getByText("/hello-there")).toBeVisible();
  await ana.page.keyboard.press("Escape");
  await manager.getByRole("button", { name: "Close" }).click({ timeout: 1000 }).catch(() => {});
  await expect(manager).toHaveCount(0);

  await ana.box.pressSequentially("/hel");
  await expect(ana.region.getByRole("option", { name: /hello-there/ })).toBeVisible();
  await ana.box.press("Enter");
  await expect(ana.box).toHaveValue("Hi there, Ana Ortiz of Plumvale here. Your plan: {{attribute.plan}}");
  await ana.send.click();
  await expect(ana.region.getByRole("alert")).toContainText("Fill in {{attribute.plan}} first");
  await expect.poll(() => ana.box.evaluate((box: HTMLTextAreaElement) => box.value.slice(box.selectionStart, box.selectionEnd))).toBe("{{attribute.plan}}");
  await ana.page.keyboard.type("Studio");
  await ana.send.click();
  await expect(visitor.log).toContainText("Hi there, Ana Ortiz of Plumvale here. Your plan: Studio");
});

test("a draft goes on in another browser, and is sent once", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  const saved = ana.page.waitForResponse("**/api/app/keep_draft");
  await ana.box.fill("Half here,");
  await saved;
  const there = await world.agent("ana");
  await there.open(visitor);
  await expect(there.box).toHaveValue("Half here,");
  await there.box.fill("Half here, half there.");
  await there.send.click();
  await expect(visitor.log).toContainText("Half here, half there.");
  await ana.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(ana.box, "what was sent elsewhere is no draft any more").not.toHaveValue(/half there/);
});

test("what two tabs of one draft send is one message", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  const saved = ana.page.waitForResponse("**/api/app/keep_draft");
  await ana.box.fill("Said in two tabs.");
  await saved;
  const there = await world.agent("ana");
  await there.open(visitor);
  await expect(there.box).toHaveValue("Said in two tabs.");
  await Promise.all([ana.send.click(), there.send.click()]);
  await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toHaveCount(1);
  await expect(ana.log.locator(".replied:not(.on-its-way)")).toHaveCount(1);
  await expect(ana.box).toHaveValue("");
  await expect(there.box).toHaveValue("");
});

test("a reply can be taken back for five seconds, and goes out when the page is left", async ({ world }) => {
  const [visitor, ana] = await pair(world, true);
  await ana.box.fill("Oops.");
  await ana.send.click();
  await expect(ana.box).toHaveValue("");
  await ana.button("Undo").click();
  await expect(ana.box).toHaveValue("Oops.");
  await expect(ana.log.locator(".replied")).toHaveCount(0);
  await ana.box.fill("Better.");
  await ana.box.press("Enter");
  await expect(ana.button("Undo")).toBeVisible();
  await ana.box.press("Control+z");
  await expect(ana.box).toHaveValue("Better.");
  await ana.send.click();
  await expect(ana.button("Undo")).toBeVisible();
  await ana.page.goto("about:blank");
  await expect(visitor.log).toContainText("Better.");
  await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toHaveCount(1);
  await expect(visitor.log).not.toContainText("Oops.");
});

test("a double click sends once, held or not", async ({ world }) => {
  const [visitor, ana] = await pair(world, true);
  await ana.box.fill("Clicked twice, held.");
  await ana.send.dblclick();
  await expect(visitor.log).toContainText("Clicked twice, held.");
  await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toHaveCount(1);
});

test("a picture is pasted, and the visitor gets it without a word", async ({ world }) => {
  const [, ana] = await pair(world);
  await ana.box.evaluate((box, pixel) => {
    const bytes = Uint8Array.from(atob(pixel), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "shot.png", { type: "image/png" }));
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, PIXEL);
  await expect(ana.region.getByRole("button", { name: "Take shot.png off" })).toBeVisible();
  await expect(ana.region.locator(".attachment img")).toBeVisible();
  await ana.send.click();
  const picture = ana.log.locator(".replied:not(.on-its-way)");
  await expect(picture).toHaveCount(1);
  await expect(ana.region.locator(".attachment")).toHaveCount(0);
});

test("an upload over a line that breaks says so, and goes through when it is tried again", async ({ world }) => {
  world.expects(CUT);
  const [, ana] = await pair(world);
  await ana.page.route("**/files?*", (route) => route.abort("connectionreset"));
  await ana.region.locator("input[type=file]").setInputFiles({ name: "bill.txt", mimeType: "text/plain", buffer: Buffer.from("12 EUR") });
  await expect(ana.region.getByRole("alert")).toContainText("No connection");
  await ana.box.fill("Here is the bill");
  await ana.send.click();
  await expect(ana.region.getByText("bill.txt wasn't sent.")).toBeVisible();
  await expect(ana.box, "nothing is lost").toHaveValue("Here is the bill");
  await ana.page.unroute("**/files?*");
  await ana.button("Retry").click();
  await expect(ana.region.locator(".attachment .file-size")).toHaveText("6 B");
  await ana.send.click();
  await expect(ana.log.locator(".replied:not(.on-its-way)")).toHaveCount(1);
});

test("a colleague is called in a note by an at sign", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await ana.mode("Note");
  await ana.note.pressSequentially("Please look, @be");
  await expect(ana.region.getByRole("option", { name: "Ben Achterberg" })).toBeVisible();
  await ana.note.press("Enter");
  await expect(ana.note).toHaveValue("Please look, @Ben Achterberg ");
  const sent = ana.page.waitForRequest("**/api/app/act");
  await ana.addNote.click();
  expect(JSON.parse((await sent).postData() ?? "{}").command.mentions.map((it: { name: string }) => it.name)).toEqual(["Ben Achterberg"]);
  await expect(ana.log.locator(".noted:not(.on-its-way)")).toContainText("@Ben Achterberg");
  await expect(visitor.log).not.toContainText("Please look");
});

test("a reply closes the conversation in the same step", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await ana.box.fill("All done. Goodbye.");
  await ana.button("What follows").click();
  await ana.region.getByRole("menuitem", { name: "Send and close" }).click();
  await expect(ana.holder).toContainText("Closed.");
  await expect(visitor.log).toContainText("All done. Goodbye.");
});

test("a send that a colleague was quicker than shows what they did, and goes out after a look", async ({ world }) => {
  world.expects(/409/);
  const [visitor, ana] = await pair(world);
  const ben = await world.agent("ben");
  await ben.open(visitor);
  let go = () => {};
  const held = new Promise<void>((release) => (go = release));
  await ana.page.route("**/api/app/act", async (route) => {
    await held;
    await route.continue();
  });
  await ana.box.fill("Mine came second.");
  const asked = ana.page.waitForRequest("**/api/app/act");
  await ana.send.click();
  await asked;
  await ben.reply("I have this one.");
  go();
  const changed = ana.region.getByRole("region", { name: "What happened meanwhile" });
  await expect(changed).toContainText("Ben Achterberg: I have this one.");
  await expect(ana.box).toHaveValue("Mine came second.");
  await ana.page.unroute("**/api/app/act");
  await changed.getByRole("button", { name: "Send anyway" }).click();
  await expect(visitor.log).toContainText("Mine came second.");
  await expect(changed).toHaveCount(0);
});

test("the AI drafts a reply with its sources, which says nothing until it is sent", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.ask(NOT_COVERED);
  await visitor.say(PLAIN);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const before = (await visitor.thread()).length;
  await ana.button("Suggest a reply").click();
  await expect(ana.region.getByText("AI draft from:")).toBeVisible();
  await expect(ana.box).not.toHaveValue("");
  expect((await visitor.thread()).length).toBe(before);
});

test("formatted text is looked at before it is sent, and an emoji is put where the caret stands", async ({ world }) => {
  const [, ana] = await pair(world);
  await ana.box.fill("**Bold**  end");
  await ana.box.evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(9, 9));
  await ana.button("Emoji").click();
  await ana.region.getByRole("searchbox", { name: "Search emoji" }).fill("thumbs up");
  await ana.page.keyboard.press("Enter");
  await expect(ana.box).toHaveValue("**Bold** 👍 end");
  await ana.button("Preview").click();
  await expect(ana.region.getByRole("region", { name: "Preview" }).locator("strong")).toHaveText("Bold");
  await ana.button("Preview").click();
  await expect(ana.box).toBeVisible();
});
