import { BY_MEANING, BY_WORDS, NOT_COVERED, PLAIN } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

for (const { question, place } of [...BY_WORDS, ...BY_MEANING]) {
  test(`it is answered from the docs, and the source leads to the right place: ${question}`, async ({ world }) => {
    const needsModel = BY_MEANING.some((it) => it.question === question);
    test.skip(needsModel && !(await world.hasModel()), "without the embedding model, questions are found by words alone");
    const visitor = await world.chatting();
    const answer = await visitor.ask(question);
    await expect(answer.locator(".tag")).toHaveText("AI");
    await expect(answer.locator(".bubble")).toContainText(/\w+ \w+ \w+ \w+/);
    await expect(answer.locator(".bubble")).not.toContainText("I couldn't find that");

    const [slug, anchor] = place.split("#");
    const source = visitor.sources(answer).and(visitor.frame.locator(`a[href$="/demo/help/${slug}#${anchor}"]`));
    await expect(source).toHaveCount(1);
    const [article] = await Promise.all([visitor.context.waitForEvent("page"), source.click()]);
    await article.waitForLoadState();
    const heading = article.locator(":target");
    await expect(heading).toHaveId(anchor!);
    await expect(heading).toBeInViewport();

    // What was quoted stands in the article.
    const squeezed = (text: string | null) => (text ?? "").replace(/\s+/g, " ").trim();
    // A choice begins with a question of our own.
    const quoted = answer.locator(".bubble :is(p, li)").filter({ hasNotText: /^Which one do you mean/ });
    if ((await quoted.count()) === 0) {
      // It goes on with the names of the sections to choose from.
      await expect(answer.locator(".bubble")).toContainText(`“${squeezed(await heading.textContent())}”`);
      return;
    }
    const said = squeezed(await quoted.first().textContent()).replace(/ ?\d+$/, "");
    expect(squeezed(await article.getByRole("main").textContent())).toContain(said.slice(0, 40));
  });
}

test("what the docs don't cover isn't guessed: the visitor is told so and passed on to a person", async ({ world }) => {
  const visitor = await world.chatting();
  const answer = await visitor.ask(NOT_COVERED);
  await expect(answer).toContainText("I couldn't find that in our help pages");
  await expect(visitor.sources(answer)).toHaveCount(0);
  await expect(visitor.log).toContainText("Passed on to a person");
  await expect(visitor.frame.getByText(/A person will join you here|The team isn't here right now/)).toBeVisible();
});

test("a help page that a visitor is on works under its own strict policy with the chat open", async ({ world }) => {
  const visitor = await world.chatting({ path: "/demo/help/refunds" });
  await visitor.ask(PLAIN);
  await expect(visitor.page.getByRole("heading", { level: 1, name: "Refunds" })).toBeVisible();
});
