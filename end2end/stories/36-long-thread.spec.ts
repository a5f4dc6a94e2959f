import { expect, test } from "../support/world.ts";

const MESSAGES = 260;

test("in a long thread what is far stands away, is found by its words, and nothing moves", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("the very first words");
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  await ana.page.evaluate(
    async ({ id, n }) => {
      const headers = { "content-type": "application/json" };
      for (let k = 0; k < n; k++) {
        const text = `note number ${k} ${"about this and that ".repeat(k % 5)}`;
        const body = JSON.stringify({ id, command: { is: "note", id: `note-long-${id.slice(-6)}-${k}`, body: { text } } });
        const reply = await fetch("/api/app/act", { method: "POST", headers, body });
        // That was a lot at once: the next goes when it may.
        if (reply.status === 429) k -= 1;
        if (reply.status === 429) await new Promise((done) => setTimeout(done, 1000 * Number(reply.headers.get("retry-after") ?? 1)));
      }
    },
    { id, n: MESSAGES },
  );
  await ana.goto(`/inbox/${id}`);
  const log = ana.log;
  const lines = log.locator(".lines > .line");
  const away = log.locator(".lines > .lines-away");
  const last = log.getByText(`note number ${MESSAGES - 1} `);
  await expect(last).toBeInViewport();

  // Not what is told of it elsewhere.
  const beginning = log.locator(".said").getByText("the very first words");
  await log.hover();
  const up = async () => {
    await ana.page.mouse.wheel(0, -1_500);
    await ana.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return beginning.count();
  };
  await expect.poll(up, { timeout: 60_000 }).toBe(1);
  await beginning.scrollIntoViewIfNeeded();
  await expect.poll(() => away.count()).toBeGreaterThan(1);
  expect(await lines.count()).toBeLessThan(MESSAGES);
  const far = log.locator(".noted", { hasText: `note number ${MESSAGES - 100} ` });
  await expect(far, "it is there for the browser's search alone; the newest lines always stay").toHaveCount(0);
  await expect(away.last()).toContainText(/note number 1\d\d/);

  await test.step("what the browser's search finds is drawn, where it stood", async () => {
    const found = away.last();
    const [number] = /note number \d+/.exec((await found.textContent()) ?? "") ?? [""];
    const before = await log.evaluate((it) => it.scrollHeight);
    await found.evaluate((it) => it.dispatchEvent(new Event("beforematch")));
    await expect(log.locator(".noted", { hasText: `${number} ` }).first()).toBeAttached();
    await expect.poll(async () => Math.abs((await log.evaluate((it) => it.scrollHeight)) - before), "as high as it was").toBeLessThanOrEqual(2);
  });

  await test.step("what is chosen stays drawn, and news is told of once", async () => {
    await beginning.scrollIntoViewIfNeeded();
    await beginning.evaluate((it) => getSelection()!.selectAllChildren(it));
    await log.evaluate((it) => it.scrollTo({ top: 0 }));
    await expect(last).toBeInViewport();
    await expect(beginning).toBeAttached();
    await ana.leaveNote("this is new");
    const news = log.locator(".noted").last();
    await expect(news).toContainText("this is new");
    await expect(news).not.toHaveAttribute("aria-live", "off");
    await expect(last.locator("xpath=ancestor::li")).toHaveAttribute("aria-live", "off");
  });
});
