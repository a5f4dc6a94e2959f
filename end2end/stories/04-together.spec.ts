import { NOT_COVERED, PLAIN, PLAIN_TOO, WANTS_PERSON } from "../support/questions.ts";
import { agree, expect, test } from "../support/world.ts";

test("the agent sees the whole thread, with what the AI rested on and why", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.ask(NOT_COVERED);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await agree(() => ana.thread(), () => visitor.thread());

  const answer = ana.log.locator(".answered").first();
  await expect(answer, "the AI is named as one").toContainText("AI");
  const source = answer.getByRole("list", { name: "Sources" }).getByRole("listitem").first();
  await source.locator("summary").click();
  await expect(source.locator("blockquote"), "the passage's own words").toContainText(/\w+ \w+ \w+/);
  await expect(source.getByRole("link")).toHaveAttribute("href", /\/demo\/help\/[\w-]+/);

  await answer.getByText("Why", { exact: true }).click();
  await expect(answer.getByText("Confidence")).toBeVisible();
  const weighed = answer.getByRole("group", { name: "Passages that were weighed" }).getByRole("row");
  await expect.poll(() => weighed.count(), "a head and passages").toBeGreaterThan(1);
  await expect(weighed.nth(1).getByRole("link")).toBeVisible();
  await expect(weighed.nth(1)).toContainText(/\d\.\d\d/);
  await expect(ana.page.getByRole("region", { name: "Details" })).toContainText("Docs used here");
});

test("one thread from AI to person and back: live on both sides, one speaker at a time, the same after a reload", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);

  await test.step("the agent replies, and the visitor sees it under the agent's name", async () => {
    await ana.reply("Hello, this is Ana. What can I do?");
    const reply = visitor.log.getByRole("article", { name: "Ana Ortiz" });
    await expect(reply).toContainText("Hello, this is Ana. What can I do?");
    await expect(visitor.log).toContainText("Ana Ortiz joined");
    await expect(ana.holder).toContainText("You hold this.");
  });

  await test.step("the visitor writes on, and the agent sees it", async () => {
    await visitor.say("It is about my invoice.");
    await expect(ana.log.locator(".said").last()).toContainText("It is about my invoice.");
  });

  await test.step("while a person holds it the AI doesn't speak, not even to a plain question", async () => {
    await visitor.say(PLAIN_TOO);
    await expect(ana.log.locator(".said").last()).toContainText(PLAIN_TOO);
    await ana.reply("Let me look that up.");
    await visitor.say("Thank you, I wait.");
    await ana.reply("Here it is: five days.");
    await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toHaveCount(3);
    const after = async () => {
      const by = (await visitor.thread()).map((it) => it.by);
      return by.slice(by.indexOf("Ana Ortiz"));
    };
    await expect.poll(after).toEqual(["Ana Ortiz", "visitor", "visitor", "Ana Ortiz", "visitor", "Ana Ortiz"]);
    await agree(() => ana.thread(), () => visitor.thread());
  });

  await test.step("a reload on both sides shows the same, in the same order", async () => {
    const [seen, lines] = [await visitor.thread(), await ana.lines()];
    await visitor.page.reload();
    await visitor.openChat();
    await expect.poll(() => visitor.thread()).toEqual(seen);
    await ana.page.reload();
    await ana.isAlive();
    await expect.poll(() => ana.lines()).toEqual(lines);
  });

  await test.step("handed back, the AI answers again", async () => {
    await ana.button("Hand back to AI").click();
    await expect(visitor.log).toContainText("The AI answers again");
    await expect(ana.holder).toContainText("The AI answers.");
    const before = (await visitor.thread()).length;
    await visitor.ask(PLAIN);
    const since = (await visitor.thread()).slice(before);
    expect(since.map(({ by }) => by), "one question, one answer: what was asked of the person stays theirs").toEqual(["visitor", "AI"]);
    await agree(() => ana.thread(), () => visitor.thread());
  });

  await test.step("closed, it leaves the open list and stands under Closed", async () => {
    await ana.button("Close").click();
    await expect(ana.holder).toContainText("Closed.");
    await expect(ana.row(id)).toHaveCount(0);
    await expect(visitor.log).toContainText("This conversation is closed");
    await ana.view("Closed").click();
    await expect(ana.row(id)).toBeVisible();
  });

  await test.step("the visitor writes again: it is open again and the AI answers", async () => {
    await visitor.ask(PLAIN_TOO);
    await expect(ana.row(id), "no longer under Closed").toHaveCount(0);
    await ana.view("All open").click();
    await ana.openById(id);
    await agree(() => ana.thread(), () => visitor.thread());
    await expect(ana.holder).toContainText("The AI answers.");
  });

  const spoken = world.log.of(id).map(({ what }) => what.is);
  expect(spoken.slice(spoken.indexOf("took_over"), spoken.indexOf("handed_back"))).not.toContain("answered");
});

test("an agent may step in unasked: a reply takes over, and the AI's turn is over", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await expect(ana.holder).toContainText("The AI answers.");
  await ana.reply("I'll take it from here.");
  await expect(ana.holder).toContainText("You hold this.");
  await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toHaveCount(1);
  await expect(visitor.frame.getByRole("status").filter({ hasText: "Ana Ortiz" }), "the chat says who speaks now").toBeVisible();
});

test("an open conversation that somebody else holds can be taken over, and both see by whom", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  await ana.open(visitor);
  await ben.open(visitor);
  await ana.button("Claim").click();
  await expect(ben.holder).toContainText("Ana Ortiz holds this.");
  await ben.button("Take over").click();
  await expect(ana.holder).toContainText("Ben Achterberg holds this.");
  await expect(visitor.log).toContainText("Ben Achterberg joined");
});
