import type { ServerResponse } from "node:http";
import { findings, picture } from "../support/look.ts";
import { Model, close, say } from "../support/model.ts";
import { PLAIN } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

// A Baton of its own: the model that is set here would answer the other stories.
test.use({ words: ["--allow-private", "127.0.0.1/32"] });

const QUOTE = "5 to 10 business days";

interface Piece {
  number: number;
  text: string;
  by?: string;
}

/** It answers at once, and sums up when the story says so. */
class Scripted extends Model {
  summed = 0;

  protected override async answer(body: string, response: ServerResponse): Promise<void> {
    const { passages } = JSON.parse(JSON.parse(body).messages[1].content) as { passages: Piece[] };
    const first = passages[0]!;
    const isSummary = first.by !== undefined;
    if (isSummary) {
      this.summed += 1;
      await this.held();
    }
    const about = isSummary ? first : (passages.find((it) => it.text.includes(QUOTE)) ?? first);
    const text = isSummary ? "MODEL: They ask how long refunds take." : `MODEL: It takes ${QUOTE}.`;
    const quote = about.text.split(/\s+/).slice(0, 6).join(" ");
    const said = { outcome: "answer", sentences: [{ text, support: [{ passage: about.number, quote }] }], choices: [], reason: "none" };
    response.writeHead(200, { "content-type": "text/event-stream" });
    say(response, JSON.stringify(said));
    close(response, 900, 90);
  }
}

test("asked again in other words, a person's answer is pointed to", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("Do you ship kayaks to Portugal?");
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.reply("Only from May on, and by boat.");
  await expect(visitor.log).toContainText("Only from May on, and by boat.");
  await ana.button("Hand back to AI").click();
  await expect(ana.holder).toContainText("The AI answers.");
  const answer = await visitor.ask("Is shipping kayaks to Portugal possible?");
  await expect(answer).toContainText("Ana Ortiz has answered that above: “Only from May on, and by boat.”");
  await expect(ana.holder, "nobody is called again").toContainText("The AI answers.");
  await visitor.page.screenshot({ path: "artefacts/screens/widget-sealed.png", animations: "disabled" });
});

test("who takes over has it summed up by the model, and its draft of a reply, which says nothing by itself", async ({ world }) => {
  const model = await new Scripted().listen();
  const wish = { choice: "open_ai", model: "scripted", url: model.url, patience_seconds: 10 };
  world.baton.set("model", { wish });
  const visitor = await world.chatting();
  await visitor.say(PLAIN);
  await expect(visitor.answers.last()).toContainText(`MODEL: It takes ${QUOTE}.`);
  await visitor.askForPerson();
  const ana = await world.agent("ana");
  await ana.open(visitor);
  const card = ana.region.locator("details.summary");

  await test.step("the plain summary is there at once, and the model's takes its place", async () => {
    await expect(card).toContainText("Asked");
    await expect(card).toContainText(PLAIN);
    await expect.poll(() => model.summed).toBe(1);
    await expect(card, "what the model says isn't there yet").not.toContainText("Summed up by AI");
    model.finish();
    await expect(card).toContainText("Summed up by AI");
    await expect(card).toContainText("Written by openai:scripted.");
    await expect(card.getByText("Asked", { exact: true })).toHaveCount(0);
    expect(await findings(ana.page)).toEqual([]);
    await picture(ana.page, "inbox-summed-up");
  });

  await test.step("a sentence leads to its message", async () => {
    await card.getByRole("link", { name: "MODEL: They ask how long refunds take." }).click();
    await expect(ana.log.locator(".line-at")).toContainText(PLAIN);
  });

  await test.step("it is kept: for the page that is loaded again, and for who claims it", async () => {
    await ana.page.reload();
    await ana.isAlive();
    await expect(card).toContainText("MODEL: They ask how long refunds take.");
    await ana.button("Claim").click();
    await expect(ana.holder).toContainText("You");
    await expect(card).toContainText("MODEL: They ask how long refunds take.");
    expect(model.summed).toBe(1);
  });

  await test.step("it drafts a reply, and where it fails the docs' own words are there", async () => {
    await visitor.say(PLAIN);
    await expect(ana.log).toContainText(PLAIN);
    const before = await visitor.thread();
    await ana.box.fill("");
    await ana.button("Suggest a reply").click();
    await expect(ana.region.getByText("AI draft from:")).toBeVisible();
    await expect(ana.box).toHaveValue(`MODEL: It takes ${QUOTE}.`);
    await ana.box.fill("");
    model.status = 500;
    await ana.button("Suggest a reply").click();
    await expect(ana.box).toHaveValue(new RegExp(QUOTE));
    await expect(ana.box).not.toHaveValue(/MODEL/);
    expect(await visitor.thread(), "nothing was sent").toEqual(before);
  });
  world.baton.set("model", { wish: { choice: "built_in" } });
  await model.end();
});
