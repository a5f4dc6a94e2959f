import { PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { PEOPLE, expect, signIn, test } from "../support/world.ts";

test("a page that is opened is alive, and no word of it changes when it comes alive", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  // Opening it marks it as read, which is one figure less: it is opened once before.
  const first = await world.agent("ana");
  await first.open(visitor);
  await expect(first.row(id)).not.toContainText("Unread");
  for (const path of ["/inbox", `/inbox/${id}`, "/inbox?folder=closed"]) {
    const still = await world.agent("ana", { path, javaScriptEnabled: false, timezoneId: "UTC" });
    const alive = await world.agent("ana", { path, timezoneId: "UTC" });
    const words = async (page: typeof still.page, drawn: (string | null)[]) => {
      const text = await page.locator("main").evaluate((main, drawn) => {
        const copy = main.cloneNode(true) as HTMLElement;
        for (const link of copy.querySelectorAll(".row-link")) if (!drawn.includes(link.getAttribute("href"))) link.closest("li")?.remove();
        // The visitor's language by name, their local time, and whether it was ever asked to notify: a browser alone can tell. Who is
        // near goes on while we look.
        for (const it of copy.querySelectorAll(".by-browser, .notify-prompt, .row-near, .near-faces")) it.remove();
        return (copy.textContent ?? "").replace(/\s+/g, " ");
      }, drawn);
      // Waits go on while we look.
      return text.replace(/(Waiting( too long)?:? ?)?\d+ (s|min|h|d)|now/g, "…");
    };
    // A page that lives follows what happens, such as that a thread was read: the still one is drawn anew until both tell of one moment.
    await expect(async () => {
      await still.page.reload();
      // With scripts only the rows in sight are drawn: these are compared.
      const drawn = await alive.page.locator(".row-link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      expect(drawn.length).toBeGreaterThan(0);
      expect(await words(alive.page, drawn)).toBe(await words(still.page, drawn));
    }).toPass({ timeout: 15_000 });
  }
});

test("back and forward go from thread to thread, and a direct load shows what navigation shows", async ({ world }) => {
  const [one, two] = [await world.chatting(), await world.chatting()];
  await one.say(WANTS_PERSON);
  await one.say("I am the first.");
  await two.say(WANTS_PERSON);
  await two.say("I am the second.");
  const ana = await world.agent("ana");
  const first = await ana.open(one);
  await expect(ana.log).toContainText("I am the first.");
  await ana.open(two);
  await expect(ana.log).toContainText("I am the second.");
  await expect(ana.log).not.toContainText("I am the first.");
  await ana.page.goBack();
  await expect(ana.log).toContainText("I am the first.");
  await expect(ana.row(first).getByRole("link")).toHaveAttribute("aria-current", "page");
  await ana.page.goBack();
  await expect(ana.page.getByText("No conversation is open")).toBeVisible();
  await ana.page.goForward();
  await expect(ana.log).toContainText("I am the first.");
  await ana.page.goForward();
  await expect(ana.log).toContainText("I am the second.");
  // What arrives goes to the thread that is open.
  await one.say("To the first alone.");
  await two.say("To the second alone.");
  await expect(ana.log).toContainText("To the second alone.");
  await expect(ana.log).not.toContainText("To the first alone.");
  await ana.page.goBack();
  await expect(ana.log).toContainText("To the first alone.");
  const loaded = await world.agent("ana", { path: `/inbox/${first}` });
  await expect(loaded.log).toContainText("To the first alone.");
  // How many need a person stands in the title and is read again at most once a second: the two are compared until it has caught up.
  const shown = async (it: typeof ana) => ({ lines: await it.lines(), title: await it.page.title(), heading: await it.region.getByRole("heading").allTextContents() });
  await expect(async () => expect(await shown(loaded)).toEqual(await shown(ana))).toPass({ timeout: 10_000 });
});

test("an address that leads nowhere says so, as a page and as a conversation", async ({ world }) => {
  world.expects(/status of 404/);
  const ana = await world.agent("ana");
  const missing = await ana.page.goto(`${ana.url}/nowhere`, {});
  expect(missing?.status()).toBe(404);
  await expect(ana.page.getByText("There is no such page")).toBeVisible();
  await ana.page.goto(`${ana.url}/inbox/00000000000000000000000000`);
  await expect(ana.page.getByText("There is no such conversation")).toBeVisible();
});

test("keys alone: from the list into a thread, a reply, and the next step", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const id = await visitor.conversation();
  await ana.row(id).getByRole("link").focus();
  await ana.page.keyboard.press("Enter");
  await expect(ana.button("Claim")).toBeVisible();
  await ana.button("Claim").focus();
  await ana.page.keyboard.press("Enter");
  await expect(ana.holder).toContainText("You hold this.");
  await expect(ana.box, "whoever claims is about to write").toBeFocused();
  await ana.page.keyboard.type("By keys alone.");
  await ana.page.keyboard.press("Enter");
  await expect(visitor.log).toContainText("By keys alone.");
  await expect(ana.box, "and goes on writing").toBeFocused();
});

test("on a phone the list, the thread, and the way back work by touch", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const ana = await world.agent("ana", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await expect(ana.list).toBeVisible();
  await expect(ana.region).toHaveCount(0);
  await ana.row(id).getByRole("link").tap();
  await expect(ana.region).toBeVisible();
  await expect(ana.list).not.toBeVisible();
  await expect(ana.box).toBeInViewport();
  await ana.box.tap();
  await ana.box.fill("Sent by thumb.");
  await ana.send.tap();
  await expect(visitor.log).toContainText("Sent by thumb.");
  await ana.button("Details").tap();
  await expect(ana.page.getByRole("region", { name: "Details" })).toBeInViewport();
  await ana.page.getByRole("button", { name: "Back to the thread" }).tap();
  await expect(ana.box).toBeInViewport();
  await ana.region.getByRole("link", { name: "Back to the list" }).tap();
  await expect(ana.list).toBeVisible();
  await expect(ana.region).not.toBeVisible();
  expect(await ana.page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "nothing sticks out sideways").toBeLessThanOrEqual(0);
});

test("a session that ends is told, and what was typed is still there after signing in again", async ({ world }) => {
  world.expects(/status of 401/);
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const page = await (await world.context()).newPage();
  await page.goto(`${world.baton.url}/sign-in?next=/inbox/${id}`);
  await signIn(page, PEOPLE.ben.email);
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.fill("Still being written");
  const other = await page.context().newPage();
  await other.goto(`${world.baton.url}/inbox`);
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(page.getByText("You are signed out.")).toBeVisible({ timeout: 20_000 });
  await expect(box).toHaveValue("Still being written");
  await page.getByRole("link", { name: "Sign in again" }).click();
  await signIn(page, PEOPLE.ben.email);
  await expect(page).toHaveURL(`${world.baton.url}/inbox/${id}`);
  await expect(box).toHaveValue("Still being written");
});
