import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Agent } from "../support/agent.ts";
import { WANTS_PERSON } from "../support/questions.ts";
import { type World, expect, test } from "../support/world.ts";

const PLACE = "/settings/notifications";

// A Baton of its own: what other stories left waiting would ring here as well.
test.use({ words: ["--allow-private", "127.0.0.1/32"] });

declare global {
  interface Window {
    /** The notifications that the page raised, and how many tones it played. */
    raised: { title: string; options: NotificationOptions; onclick: (() => void) | null }[];
    nTones: number;
  }
}

/** Hears what a page raises and plays; notifications are as the browser's reader has decided. */
async function spied(agent: Agent, permission: NotificationPermission, path = "/inbox"): Promise<void> {
  await agent.context.addInitScript((decided) => {
    window.raised = [];
    window.nTones = 0;
    class Raised extends EventTarget {
      static permission = decided;
      static requestPermission = async () => (Raised.permission = "granted");
      onclick: (() => void) | null = null;
      constructor(
        readonly title: string,
        readonly options: NotificationOptions,
      ) {
        super();
        window.raised.push(this);
      }
      close() {}
    }
    Object.assign(window, { Notification: Raised });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      window.nTones += 1;
      start.call(this, when);
    };
  }, permission);
  await agent.goto(path);
}

const bell = (page: Page) => page.getByRole("button", { name: /^(Notifications|Meldungen)( [\d,.]+)?$/ });

/** How many alerts the bell counts. */
async function count(page: Page): Promise<number> {
  return Number(/\d+/.exec((await bell(page).textContent()) ?? "")?.[0] ?? 0);
}

async function open(page: Page) {
  await bell(page).click();
  return page.getByRole("list", { name: "Notifications" }).getByRole("link");
}

/** A visitor who waits for a person. */
async function waiting(world: World): Promise<string> {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  return visitor.conversation();
}

test("a handoff rings: a notification, a chime, the bell and the title; a press on it leads there", async ({ world }) => {
  const ana = await world.agent("ana");
  await spied(ana, "granted");
  await expect(bell(ana.page)).toBeVisible();
  // Browsers play nothing before the first press.
  await ana.page.getByRole("heading", { level: 2 }).first().click();
  const before = await count(ana.page);
  const id = await waiting(world);
  await expect.poll(() => ana.page.evaluate(() => window.raised.length)).toBe(1);
  expect(await ana.page.evaluate(() => window.raised[0]!.title)).toMatch(/waits for a person$/);
  await expect.poll(() => ana.page.evaluate(() => window.nTones)).toBe(2);
  await expect.poll(() => count(ana.page)).toBe(before + 1);
  await expect(ana.page).toHaveTitle(/^\(\d+\) /);
  await expect(ana.page.locator("link[rel=icon]"), "the tab's sign has a dot").toHaveAttribute("href", /^data:image\/svg/);
  await ana.page.evaluate(() => window.raised[0]!.onclick?.());
  await expect(ana.page).toHaveURL(new RegExp(`/inbox/${id}`));
  await expect.poll(() => count(ana.page), "what is looked at is opened").toBe(before);
  const rows = await open(ana.page);
  await expect(rows.first()).toContainText("waits for a person");
  await expect(rows.first()).not.toContainText("New:");
  await expect(ana.page.locator(".bell-foot")).toContainText(/Handoffs unseen longer than 5 minutes: \d+/);
});

test("nothing rings for what one looks at", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.button("Claim").click();
  await expect(ana.holder).toContainText("You hold this.");
  await spied(ana, "granted", new URL(ana.page.url()).pathname);
  const before = await count(ana.page);
  const told = ana.page.waitForResponse((reply) => reply.url().endsWith("/api/app/bell") && reply.ok());
  await visitor.say("are you there?");
  await expect(ana.log).toContainText("are you there?");
  await told;
  await expect.poll(() => count(ana.page)).toBe(before);
  expect(await ana.page.evaluate(() => [window.raised.length, window.nTones])).toEqual([0, 0]);
});

test("who is called in a note hears the bell, and the visitor never knows", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const [ana, ben] = [await world.agent("ana"), await world.agent("ben")];
  await spied(ben, "granted");
  await ana.open(visitor);
  await ana.mode("Note");
  await ana.note.pressSequentially("@be");
  await expect(ana.region.getByRole("option", { name: "Ben Achterberg" })).toBeVisible();
  await ana.note.press("Enter");
  await ana.note.pressSequentially("have you seen this?");
  await ana.addNote.click();
  await expect(ana.log.locator(".noted:not(.on-its-way)")).toContainText("have you seen this?");
  await expect.poll(() => ben.page.evaluate(() => window.raised.map(({ title }) => title))).toContain("Ana Ortiz mentioned you");
  const row = (await open(ben.page)).filter({ hasText: "Ana Ortiz mentioned you" }).first();
  await expect(row).toContainText("New:");
  await row.click();
  await expect(ben.log).toContainText("have you seen this?");
  await expect(visitor.log).not.toContainText("Achterberg");
  await open(ben.page);
  const all = ben.page.getByRole("button", { name: "Mark all as read" });
  // There is nothing to mark where the thread that was opened was all.
  await expect(async () => {
    if (await all.isVisible()) await all.click({ timeout: 1_000 });
    await expect(bell(ben.page)).toHaveText("Notifications", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
});

test("notifications are offered once, quietly, and who was asked isn't asked again", async ({ world }) => {
  const ana = await world.agent("ana");
  await spied(ana, "default");
  const offer = ana.page.getByRole("region", { name: "Allow notifications" });
  await expect(offer).toBeVisible();
  expect(await ana.page.evaluate(() => document.querySelector(".notify-prompt")!.closest("[role=dialog]"))).toBeNull();
  await ana.page.screenshot({ path: "artefacts/screens/notify-prompt.png", animations: "disabled" });
  await offer.getByRole("button", { name: "Not now" }).click();
  await expect(offer).toHaveCount(0);
  await ana.page.reload();
  await ana.isAlive();
  await expect(offer).toHaveCount(0);

  const ben = await world.agent("ben");
  await spied(ben, "default");
  await ben.page.getByRole("region", { name: "Allow notifications" }).getByRole("button", { name: "Allow notifications" }).click();
  await expect(ben.page.getByRole("region", { name: "Allow notifications" })).toHaveCount(0);
  expect(await ben.page.evaluate(() => Notification.permission)).toBe("granted");
});

test("a handoff says whom it alerted and what came of it; the bell goes back as far as one likes", async ({ world }) => {
  const ana = await world.agent("ana");
  await spied(ana, "granted");
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  await expect.poll(() => count(ana.page)).toBeGreaterThan(0);
  await expect.poll(() => ana.page.locator("link[rel=icon]").getAttribute("href")).toMatch(/^data:image\/svg.*%3Ctext/);
  await ana.open(visitor);
  const line = ana.log.locator(".done", { hasText: "Handed to people" });
  await line.getByText("Who was alerted").click();
  const told = line.getByRole("list", { name: "Who was alerted" });
  await expect(told).toContainText(/Ana Ortiz.*Bell.*raised \d\d:\d\d/s);
  await ana.page.screenshot({ path: "artefacts/screens/alerted.png", animations: "disabled" });

  await ana.button("Claim").click();
  const ben = await world.agent("ben");
  await ben.open(visitor);
  for (let n = 0; n < 22; n++) await ben.leaveNote(`@Ana Ortiz look, number ${n}`);
  const rows = await open(ana.page);
  await expect(rows.filter({ hasText: "number 21" }), "what is just under way joins the others").toHaveCount(1);
  const before = await rows.count();
  expect(before, "twenty, and what came while it was open").toBeGreaterThanOrEqual(20);
  await ana.page.getByRole("button", { name: "Show earlier" }).last().click();
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
});

test("each chooses how to be told, and tries it", async ({ world }) => {
  const ana = await world.agent("ana");
  await spied(ana, "default", PLACE);
  const region = (name: string) => ana.page.getByRole("region", { name, exact: true });
  await region("This browser").getByRole("button", { name: "Allow notifications" }).click();
  await expect(region("This browser")).toContainText("This browser shows notifications.");
  // Somebody of another story may still wait, and ring as well.
  const tones = () => ana.page.evaluate(() => window.nTones);
  const before = await tones();
  await region("This browser").getByRole("button", { name: "Hear it" }).click();
  await expect.poll(tones).toBeGreaterThanOrEqual(before + 2);

  await test.step("the self-test says what arrived, and why not", async () => {
    await region("Self-test").getByRole("button", { name: "Ring all my devices" }).click();
    const line = (name: string) => region("Self-test").getByRole("listitem").filter({ hasText: name });
    await expect(line("Bell")).toContainText(/shown \d/);
    await expect(line("Sound")).toContainText(/shown \d/);
    await expect(line("Desktop")).toContainText(/shown \d/);
    await expect(line("Push")).toContainText("No device takes pushes.");
    await expect(line("Mail")).toContainText("No mail server is set up");
    await ana.page.evaluate(() => window.raised.find((it) => it.title === "A test of your notifications")!.onclick?.());
    await expect(line("Desktop")).toContainText(/opened \d/);
  });

  await test.step("what is chosen stays", async () => {
    const box = ana.page.getByRole("checkbox", { name: "A visitor writes in a conversation of mine: Mail" });
    await expect(box).not.toBeChecked();
    await box.check();
    await expect(region("What reaches you")).toContainText("Saved.");
    await region("Quiet hours").getByRole("checkbox").check();
    await region("Quiet hours").getByLabel("From").fill("21:30");
    await expect(region("Quiet hours")).toContainText("Europe/Amsterdam");
    const kept = ana.page.waitForResponse((reply) => reply.url().endsWith("/api/app/save_preferences") && reply.ok());
    await region("Quiet hours").getByLabel("Until").fill("06:15");
    await kept;
    await ana.goto(PLACE);
    await expect(box).toBeChecked();
    await expect(region("Quiet hours").getByLabel("From")).toHaveValue("21:30");
    await region("Quiet hours").getByRole("checkbox").uncheck();
    await box.uncheck();
    await expect(region("What reaches you")).toContainText("Saved.");
  });

  await test.step("the ladder is the team's", async () => {
    world.expects(/status of 422/);
    const form = region("The team's ladder");
    await form.getByRole("spinbutton", { name: "Mails to everybody" }).fill("10");
    await form.getByRole("button", { name: "Save the ladder" }).click();
    await expect(form.getByRole("status")).toContainText("Each rung comes after the one before");
    await form.getByRole("spinbutton", { name: "Mails to everybody" }).fill("240");
    await form.getByRole("button", { name: "Save the ladder" }).click();
    await expect(form.getByRole("status")).toContainText("Saved.");
    await ana.goto(PLACE);
    await expect(form.getByRole("spinbutton", { name: "Mails to everybody" })).toHaveValue("240");
  });
});

test("a push is shown by the service worker", async ({ world }) => {
  const context = await world.context({ permissions: ["notifications"] });
  const page = await context.newPage();
  await page.goto(`${world.baton.url}/sign-in`);
  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((found) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) found(registrations[0].registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  const scope = await page.evaluate(async () => {
    await navigator.serviceWorker.register("/sw.js");
    return (await navigator.serviceWorker.ready).scope;
  });
  expect(scope).toBe(`${world.baton.url}/`);
  const data = JSON.stringify({ title: "A visitor waits for a person", body: "Nobody has come yet.", url: "/inbox", ring: "none", tag: "one" });
  await cdp.send("ServiceWorker.deliverPushMessage", { origin: world.baton.url, registrationId: await registered, data });
  const shown = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title }) => title));
  await expect.poll(shown).toEqual(["A visitor waits for a person"]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the bell and its page (${colorScheme})`, async ({ world }) => {
    await waiting(world);
    const ana = await world.agent("ana", { colorScheme });
    const findings = async () => {
      const { violations } = await new AxeBuilder({ page: ana.page }).analyze();
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
    };
    await open(ana.page);
    await expect(ana.page.getByRole("list", { name: "Notifications" })).toBeVisible();
    expect(await findings(), "the bell").toEqual([]);
    await ana.goto(PLACE);
    await ana.page.getByRole("button", { name: "Ring all my devices" }).click();
    await expect(ana.page.getByRole("list", { name: "Self-test" })).toBeVisible();
    expect(await findings(), "the page").toEqual([]);
  });
}

test("on a phone, in German", async ({ world }) => {
  const ana = await world.agent("ana", { locale: "de-DE", viewport: { width: 390, height: 844 }, path: PLACE });
  await expect(ana.page.getByRole("link", { name: "Meldungen", exact: true })).toHaveAttribute("aria-current", "page");
  await expect(ana.page.getByRole("button", { name: "Alle meine Geräte klingeln lassen" })).toBeVisible();
  const isWider = () => ana.page.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.querySelector(".telling")!.scrollWidth > innerWidth);
  await expect.poll(isWider, "nothing runs over the edge").toBe(false);
  await ana.goto("/inbox");
  await bell(ana.page).click();
  const panel = await ana.page.locator(".bell .menu-panel").boundingBox();
  expect(panel!.x).toBeGreaterThanOrEqual(0);
  expect(panel!.x + panel!.width).toBeLessThanOrEqual(390);
});
