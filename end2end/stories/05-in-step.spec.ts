import { PLAIN, PLAIN_TOO, WANTS_PERSON } from "../support/questions.ts";
import { CUT, agree, expect, test } from "../support/world.ts";

test("two agents and three visitors stay in step, and nobody asks the server again", async ({ world }) => {
  const [one, two, three] = [await world.chatting(), await world.chatting(), await world.chatting()];
  await one.ask(PLAIN);
  await two.say(WANTS_PERSON);
  await three.ask(PLAIN);
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  await ana.open(one);
  const id = await ben.open(one);
  const [n, m] = [ana.calls.length, ben.calls.length];

  await one.say(WANTS_PERSON);
  await expect(ana.button("Claim")).toBeVisible();
  await ben.button("Claim").click();
  await ben.reply("Ben here.");
  await ben.leaveNote("A word among us.");
  await two.say("Still waiting.");
  await three.ask(PLAIN_TOO);
  await one.say("Good, thank you.");
  await ben.reply("Anything else?");
  const newcomer = await world.chatting();
  await newcomer.say(WANTS_PERSON);
  await expect(ana.row(await newcomer.conversation())).toContainText("Needs a person");

  await expect(ana.log.locator(".replied").last()).toContainText("Anything else?");
  await agree(() => ana.lines(), () => ben.lines());
  await agree(() => one.thread(), () => ana.thread());
  await agree(() => ana.order(), () => ben.order());
  expect(ana.calls.slice(n), "an onlooker calls nothing").toEqual([]);
  expect(new Set(ben.calls.slice(m)), "who acts calls nothing but act").toEqual(new Set(["act"]));
  await agree(
    async () => (await ana.lines()).filter(({ is }) => is !== "done").length,
    () => world.log.of(id).filter(({ what }) => ["said", "answered", "replied", "noted"].includes(what.is)).length,
  );
});

test("a dropped connection loses nothing and doubles nothing: all catch up exactly", async ({ world }) => {
  world.expects(CUT);
  const line = await world.proxy();
  const [one, two] = [await world.chatting({ via: line.url }), await world.chatting()];
  await one.say(WANTS_PERSON);
  const [ana, ben] = [await world.agent("ana", { via: line.url }), await world.agent("ben")];
  await ana.open(one);
  const id = await ben.open(one);
  await ben.reply("Before the break.");
  await expect(one.log).toContainText("Before the break.");
  await expect(ana.log).toContainText("Before the break.");
  const n = ana.calls.length;

  await line.cut();
  await expect(ana.page.getByText("Reconnecting…")).toBeVisible();
  await expect(one.frame.getByText("Reconnecting…")).toBeVisible();
  await ben.reply("First word during the break.");
  await ben.leaveNote("Noted during the break.");
  await ben.reply("Second word during the break.");
  await two.ask(PLAIN);
  await two.say(WANTS_PERSON);
  await one.box.fill("Written into the silence.");
  await one.send.click();
  await expect(one.own.last(), "the visitor's words are kept").toContainText("Written into the silence.");
  await expect(one.log).not.toContainText("during the break");

  await line.mend();
  await expect(ana.log, "the agent catches up").toContainText("Second word during the break.", { timeout: 30_000 });
  await expect(one.log, "the visitor catches up").toContainText("Second word during the break.", { timeout: 30_000 });
  await expect(ben.log, "what was written offline arrives").toContainText("Written into the silence.", { timeout: 30_000 });
  await expect(ana.page.getByText("Reconnecting…")).toHaveCount(0);
  await expect(one.frame.getByText("Reconnecting…")).toHaveCount(0);
  await expect(ana.log).toContainText("Written into the silence.");

  await agree(() => ana.lines(), () => ben.lines());
  await agree(() => one.thread(), () => ben.thread());
  await agree(() => ana.order(), () => ben.order());
  const words = (await one.thread()).map((it) => it.words);
  expect(new Set(words).size, "nothing is there twice").toBe(words.length);
  await expect.poll(() => world.log.of(id).filter(({ what }) => what.body?.text === "Written into the silence.")).toHaveLength(1);
  expect(ana.calls.slice(n).filter((call) => call !== "me"), "it is caught up by the stream, not read again").toEqual([]);
});

test("two agents who claim at once: one wins, the other is told who", async ({ world }) => {
  world.expects(/status of 409/);
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const agents = [await world.agent("ana"), await world.agent("ben")];
  let n = 0;
  let release = () => {};
  const both = new Promise<void>((go) => (release = go));
  for (const agent of agents) {
    await agent.open(visitor);
    await agent.page.route("**/api/app/act", async (route) => {
      if (++n === agents.length) release();
      await both;
      await route.continue();
    });
  }
  await Promise.all(agents.map((agent) => agent.button("Claim").click()));
  await expect.poll(async () => (await Promise.all(agents.map((agent) => agent.holder.textContent()))).filter((it) => it?.includes("You hold this."))).toHaveLength(1);
  const [winner, loser] = (await agents[0]!.holder.textContent())?.includes("You hold this.") ? agents : agents.toReversed();
  await expect(loser!.region.getByRole("alert")).toContainText(`${winner!.name} has already taken this one.`);
  await expect(loser!.holder).toContainText(`${winner!.name} holds this.`);
  await expect(winner!.region.getByRole("alert")).toHaveCount(0);
  const id = await visitor.conversation();
  // What is said afterwards stands behind whatever the claims have brought.
  await visitor.say("Still there?");
  await world.log.conversationOf(visitor.ids.at(-1)!);
  expect(world.log.of(id).filter(({ what }) => what.is === "took_over")).toHaveLength(1);
});

test("whoever replies after a colleague did is told first, keeps the text, and can send it then", async ({ world }) => {
  world.expects(/status of 409/);
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  await ana.open(visitor);
  await ben.open(visitor);
  // Ana's reply is under way while Ben's arrives first.
  let go = () => {};
  const held = new Promise<void>((release) => (go = release));
  await ana.page.route("**/api/app/act", async (route) => {
    await held;
    await route.continue();
  });
  await ana.box.fill("Mine was meant to be first.");
  const asked = ana.page.waitForRequest("**/api/app/act");
  await ana.send.click();
  await asked;
  await ben.reply("I was quicker.");
  go();
  await expect(ana.region.getByRole("alert")).toContainText("Ben Achterberg");
  await expect(ana.box).toHaveValue("Mine was meant to be first.");
  await expect(ana.log).toContainText("I was quicker.");
  await ana.page.unroute("**/api/app/act");
  await ana.send.click();
  await expect(visitor.log.getByRole("article", { name: "Ana Ortiz" })).toContainText("Mine was meant to be first.");
});

test("a note reaches colleagues at once and the visitor never", async ({ world }) => {
  const visitor = await world.chatting();
  const bodies: Promise<string>[] = [];
  visitor.page.on("response", (reply) => {
    if (/\/api\/widget\/v1\/(start|messages|person|name)/.test(reply.url())) bodies.push(reply.text());
  });
  await visitor.say(WANTS_PERSON);
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  await ana.open(visitor);
  await ben.open(visitor);
  const secret = "zebra-crossing-at-midnight";
  await ana.leaveNote(`Careful: ${secret}`);
  await expect(ben.log.locator(".noted")).toContainText(secret);
  await expect(ben.log.locator(".noted")).toContainText("Only your team sees this");
  await ana.reply("A word for you.");
  await expect(visitor.log).toContainText("A word for you.");
  await visitor.say("Thanks.");

  expect(await visitor.frame.locator("html").innerHTML()).not.toContain(secret);
  const headers = { authorization: `Bearer ${visitor.token}` };
  const stop = new AbortController();
  const stream = await fetch(`${world.baton.url}/api/widget/v1/events?after=0`, { headers, signal: stop.signal });
  let heard = "";
  for await (const piece of stream.body!.pipeThrough(new TextDecoderStream())) {
    heard += piece;
    if (heard.includes("Thanks.")) break;
  }
  stop.abort();
  expect(heard, "the stream from its beginning").toContain("A word for you.");
  expect(heard).not.toContain(secret);
  await visitor.page.reload();
  await visitor.openChat();
  await expect(visitor.log).toContainText("A word for you.");
  const all = (await Promise.all(bodies)).join("\n");
  expect(all, "the replies were seen").toContain("A word for you.");
  expect(all).not.toContain(secret);
});
