import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { NOT_COVERED, PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

/** What axe finds, a line each. */
async function findings(page: Page): Promise<{ found: string[]; nFrames: number }> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
  const nFrames = passes.flatMap(({ nodes }) => nodes).filter(({ target }) => target.length > 1).length;
  return { found, nFrames };
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`axe finds nothing (${colorScheme})`, () => {
    test("on the sample site with the chat open, in and around its frame", async ({ world }) => {
      const visitor = await world.chatting({ colorScheme });
      await visitor.ask(PLAIN);
      await visitor.ask(NOT_COVERED);
      const ana = await world.agent("ana");
      await ana.open(visitor);
      await ana.reply("Hello.");
      await expect(visitor.log).toContainText("Hello.");
      const { found, nFrames } = await findings(visitor.page);
      expect(found).toEqual([]);
      expect(nFrames, "the frame was looked into").toBeGreaterThan(5);
    });

    test("on a fresh chat", async ({ world }) => {
      const visitor = await world.chatting({ colorScheme });
      expect((await findings(visitor.page)).found).toEqual([]);
    });

    test("on a help article and the list of articles", async ({ world }) => {
      const page = await (await world.context({ colorScheme })).newPage();
      for (const path of ["/demo/help/refunds", "/demo/help"]) {
        await page.goto(world.baton.url + path);
        expect((await findings(page)).found, path).toEqual([]);
      }
    });

    test("on the sign-in page, also with an error", async ({ world }) => {
      const page = await (await world.context({ colorScheme })).newPage();
      for (const path of ["/sign-in", "/sign-in?error=wrong&next=%2Finbox"]) {
        await page.goto(world.baton.url + path);
        await expect(page.locator("html")).toHaveAttribute("data-whole");
        expect((await findings(page)).found, path).toEqual([]);
      }
    });

    test("on the inbox, with and without a thread, a note under way, and an answer's receipt open", async ({ world }) => {
      const visitor = await world.chatting();
      await visitor.ask(PLAIN);
      await visitor.say(WANTS_PERSON);
      const ana = await world.agent("ana", { colorScheme });
      expect((await findings(ana.page)).found, "the list alone").toEqual([]);
      await ana.open(visitor);
      await ana.leaveNote("Among us.");
      await ana.reply("To the visitor.");
      await ana.log.getByText("Why", { exact: true }).first().click();
      await ana.mode("Note");
      expect((await findings(ana.page)).found, "with a thread").toEqual([]);
      await ana.goto("/inbox?folder=closed");
      expect((await findings(ana.page)).found, "what is closed").toEqual([]);
    });
  });
}
