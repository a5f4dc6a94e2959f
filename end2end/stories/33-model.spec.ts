import type { Locator, Page } from "@playwright/test";
import type { ServerResponse } from "node:http";
import { Model, close, say } from "../support/model.ts";
import { PLAIN } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

// A Baton of its own: the model that is set here would answer the other stories. It may ask a model on this machine.
test.use({ words: ["--allow-private", "127.0.0.0/8"] });

const QUOTE = "5 to 10 business days";
const FIRST = "MODEL: It takes 5 to 10 business days.";
const SECOND = "After that nothing can speed it up.";

/** It answers about refunds in two pieces, the second when the story says so. */
class Streaming extends Model {
  readonly requests: { body: string; key: string | undefined }[] = [];

  protected override asked(body: string, key: string | undefined): void {
    this.requests.push({ body, key });
  }

  protected override async answer(body: string, response: ServerResponse): Promise<void> {
    const { passages } = JSON.parse(JSON.parse(body).messages[1].content) as { passages: { number: number; text: string }[] };
    response.writeHead(200, { "content-type": "text/event-stream" });
    const sentence = (text: string, quote: string, at: { number: number } | undefined) =>
      JSON.stringify({ text, support: [{ passage: at?.number ?? 0, quote }] });
    const about = passages.find((it) => it.text.includes(QUOTE));
    if (about === undefined) {
      const only = passages[0];
      say(response, `{"outcome":"answer","sentences":[${sentence("MODEL: At nine.", "opens at nine in the morning", only)}],"choices":[],"reason":"none"}`);
    } else {
      say(response, `{"outcome":"answer","sentences":[${sentence(FIRST, `reach the member in ${QUOTE}`, about)}`);
      await this.held();
      say(response, `,${sentence(SECOND, "We can't speed it up once it has left", about)}],"choices":[],"reason":"none"}`);
    }
    close(response, 1500, 250);
  }
}

const part = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

test("a model is set, tried, answers word by word with its source, and is counted", async ({ world }) => {
  world.expects(/status of 422 .*change_settings/);
  const model = await new Streaming().listen();
  const { page } = await world.agent("ana", { path: "/settings/model" });
  const own = part(page, "Who writes the answers");
  await expect(own.getByRole("status").first()).toContainText("The built-in engine answers now");

  await test.step("set, with a key that is never shown again", async () => {
    await own.locator("select").selectOption({ label: "OpenAI, or a server that speaks like it" });
    await own.getByLabel("Address", { exact: true }).fill(model.url);
    await own.getByRole("button", { name: "Save", exact: true }).click();
    await expect(own.getByRole("alert")).toContainText("Name the model");
    await own.getByLabel("Name of the model").fill("scripted");
    await own.getByLabel("Key", { exact: true }).fill("sk-secret");
    await own.getByLabel("Price of a million tokens in").fill("2,00");
    await own.getByLabel("Price of a million tokens out").fill("8");
    await own.getByLabel("Cap in money, per month").fill("5");
    await own.getByLabel("Wait for its first word, in seconds").fill("10");
    await own.getByRole("button", { name: "Save", exact: true }).click();
    await expect(own.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await expect(own.getByRole("status").first()).toContainText("openai:scripted answers now.");
    await expect(own.getByLabel("Key", { exact: true })).toHaveValue("");
    await expect(own).toContainText("A key is kept.");
  });

  const trial = part(page, "Try it");
  await test.step("tried: it works, or says what is wrong", async () => {
    await trial.getByRole("button", { name: "Test", exact: true }).click();
    await expect(trial.getByRole("status")).toContainText("It works. It said: “MODEL: At nine.”");
    expect(model.requests.at(-1)?.key).toBe("Bearer sk-secret");
    model.status = 401;
    await trial.getByRole("button", { name: "Test", exact: true }).click();
    await expect(trial.getByRole("status")).toContainText("The key isn’t accepted.");
    model.status = 200;
    await page.screenshot({ path: "artefacts/screens/settings-model-tried.png", fullPage: true, animations: "disabled" });
  });

  const visitor = await world.chatting();
  // The greeting is the assistant's, too.
  await expect(visitor.answers.last()).toBeVisible();
  const greeted = await visitor.answers.count();
  await test.step("the visitor reads the first sentence while the second is written", async () => {
    await visitor.say(PLAIN);
    const row = visitor.log.locator(".row").last();
    await expect(row).toContainText(FIRST);
    await expect(visitor.answers, "it is read out once, when it is whole").toHaveCount(greeted);
    const element = await row.elementHandle();
    await visitor.page.screenshot({ path: "artefacts/screens/widget-speech.png", animations: "disabled" });
    model.finish();
    await expect(visitor.answers.last()).toContainText(`${FIRST} ${SECOND}`);
    await expect(visitor.sources(visitor.answers.last())).toHaveCount(1);
    expect(await element?.evaluate((it) => it.isConnected), "the answer takes its place").toBe(true);
    await visitor.page.screenshot({ path: "artefacts/screens/widget-spoken.png", animations: "disabled" });
  });

  await test.step("a person who replies cuts it off", async () => {
    // A model that stands still for long is no longer waited for: she is there before.
    const ana = await world.agent("ana");
    await ana.open(visitor);
    await visitor.say("And how long do refunds take with iDEAL?");
    await expect(visitor.log.locator(".row").last()).toContainText(FIRST);
    await ana.reply("I'll look into that for you.");
    await expect(visitor.log).toContainText("I'll look into that for you.");
    model.finish();
    await expect(visitor.answers, "nothing of it is kept").toHaveCount(greeted + 1);
    await expect(visitor.log).toContainText("Ana Ortiz");
  });

  await test.step("what it has cost", async () => {
    await page.reload();
    const spent = part(page, "Spent this month");
    await expect(spent).toContainText("tokens in");
    await expect(spent.getByLabel("Share of the cap")).toBeVisible();
  });
  await model.end();
});
