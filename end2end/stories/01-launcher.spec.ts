import { expect, test } from "../support/world.ts";

const OURS = /\/(widget|assets|api\/widget)[./]/;

test("the launcher is there after one small request, and nothing else is loaded before it is touched", async ({ world }) => {
  const context = await world.context();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (OURS.test(new URL(request.url()).pathname)) asked.push(new URL(request.url()).pathname);
  });
  const loader = page.waitForResponse((reply) => reply.url().endsWith("/widget.js"));
  await page.goto(`${world.baton.url}/demo`);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(asked).toEqual(["/widget.js"]);

  const reply = await loader;
  expect(await reply.headerValue("content-encoding")).toBe("br");
  const { responseBodySize } = await reply.request().sizes();
  expect(responseBodySize).toBeGreaterThan(0);
  expect(responseBodySize, "bytes on the wire").toBeLessThanOrEqual(3_072);
});

test("the chat opens from the launcher, under the names that the contract gives", async ({ world }) => {
  const visitor = await world.visitor();
  await visitor.openChat();
  await expect(visitor.page.locator("iframe[title=Chat]")).toBeVisible();
  const dialog = visitor.frame.getByRole("dialog");
  const name = await visitor.frame.getByRole("heading", { level: 1 }).textContent();
  await expect(dialog).toHaveAccessibleName(name ?? "");
  await expect(visitor.log).toBeVisible();
  await expect(visitor.send).toBeVisible();
  await expect(visitor.person).toBeVisible();
  await expect(visitor.page.getByRole("button", { name: "Close chat", exact: true }).first()).toBeVisible();
});

test("the chat needs no mouse: Tab to the launcher, Enter opens, Escape closes and gives the focus back", async ({ world }) => {
  const visitor = await world.visitor();
  const { page, launcher, box } = visitor;
  await expect(launcher).toBeVisible();
  const isOnLauncher = () => page.evaluate(() => document.querySelector("baton-chat")?.shadowRoot?.activeElement?.tagName === "BUTTON");
  for (let n = 0; n < 80 && !(await isOnLauncher()); n++) await page.keyboard.press("Tab");
  expect(await isOnLauncher(), "Tab reaches the launcher").toBe(true);

  await page.keyboard.press("Enter");
  await visitor.isReady();
  await expect(box).toBeFocused();
  await page.keyboard.type("typed at once");
  await expect(box).toHaveValue("typed at once");

  await page.keyboard.press("Escape");
  await expect(launcher).toBeFocused();
  await expect(page.locator("iframe[title=Chat]")).not.toBeVisible();

  await page.keyboard.press("Enter");
  await expect(box).toBeFocused();
  await expect(box, "what was typed is kept").toHaveValue("typed at once");
  await page.keyboard.press("Enter");
  await expect(visitor.own.last()).toContainText("typed at once");
});

test("what was typed before the program was loaded isn't lost", async ({ world }) => {
  const visitor = await world.visitor();
  let go = () => {};
  const held = new Promise<void>((release) => (go = release));
  await visitor.page.route(/\/assets\/.*\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await visitor.launcher.click();
  await visitor.box.fill("Hello, are you there?");
  await visitor.box.press("Enter");
  go();
  await expect(visitor.own).toHaveCount(1);
  await expect(visitor.own.first()).toContainText("Hello, are you there?");
});
