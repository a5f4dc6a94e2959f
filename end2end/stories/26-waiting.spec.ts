import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { closeHours, openHours } from "../support/hours.ts";
import { TOO_LONG } from "../support/hostile.ts";
import { PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { Site } from "../support/site.ts";
import { Visitor } from "../support/visitor.ts";
import { CUT, type World, expect, test } from "../support/world.ts";
import type { Agent } from "../support/agent.ts";

/** One red pixel. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==", "base64");
const PICTURE = { name: "shot.png", mimeType: "image/png", buffer: PIXEL };
const BILL = { name: "bill.txt", mimeType: "text/plain", buffer: Buffer.from("12 EUR") };

async function pair(world: World): Promise<[Visitor, Agent]> {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  return [visitor, ana];
}

/** What axe finds, in the page and in the frame. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

test.describe("while nobody is there", () => {
  test.afterEach(async ({ world }) => openHours(await world.agent("ben")));

  test("a visitor is told when the team is back, leaves an address, and is asked no more", async ({ world }) => {
    world.expects(/422/);
    const ana = await world.agent("ana");
    const day = await closeHours(ana);
    const visitor = await world.chatting();
    await visitor.say(WANTS_PERSON);
    await expect(visitor.frame.getByText(/^The team is away until/)).toContainText(new RegExp(`${day}.* 09:00`));
    await expect(visitor.name, "one question at a time").toHaveCount(0);
    await visitor.email.fill("mara");
    await visitor.frame.getByRole("button", { name: "Save" }).click();
    await expect(visitor.frame.getByRole("alert")).toContainText("e-mail address");
    await visitor.say("Meanwhile I go on writing.");
    await visitor.email.fill("mara@example.com");
    await visitor.email.press("Enter");
    await expect(visitor.log).toContainText("mara@example.com gets our answer too");
    await expect(visitor.email).toHaveCount(0);
    await ana.open(visitor);
    await expect(ana.page.getByText("mara@example.com").first()).toBeVisible();
    await visitor.page.reload();
    await visitor.openChat();
    await expect(visitor.log).toContainText("mara@example.com gets our answer too");
    await expect(visitor.email).toHaveCount(0);
  });

  test("who would rather not leave an address isn't asked again", async ({ world }) => {
    await closeHours(await world.agent("ana"));
    const visitor = await world.chatting();
    await visitor.say(WANTS_PERSON);
    await expect(visitor.email).toBeVisible();
    await visitor.frame.getByRole("button", { name: "Not now" }).click();
    await expect(visitor.email).toHaveCount(0);
    await visitor.page.reload();
    await visitor.openChat();
    await expect(visitor.log).toContainText("You asked for a person");
    await expect(visitor.email).toHaveCount(0);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const isPhone of [false, true]) {
      test(`the form and the files are fit for everyone (${colorScheme}, ${isPhone ? "phone" : "desk"})`, async ({ world }) => {
        world.expects(/422/);
        await closeHours(await world.agent("ana"));
        const seat = isPhone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {};
        const visitor = await world.chatting({ colorScheme, ...seat });
        await visitor.say(WANTS_PERSON);
        await visitor.attach(PICTURE, { ...BILL, name: "a-name-of-a-file-that-goes-on-and-on-and-never-comes-to-an-end-at-all.txt" });
        await visitor.send.click();
        await expect(visitor.log.getByRole("img", { name: "shot.png" })).toBeVisible();
        await expect(visitor.own.last()).not.toContainText(/Sending|Not sent/);
        await visitor.email.fill("mara");
        await visitor.frame.getByRole("button", { name: "Save" }).click();
        await expect(visitor.frame.getByRole("alert")).toBeVisible();
        await visitor.attach(BILL, { ...BILL, name: "film.mov", buffer: Buffer.alloc((10 << 20) + 1) });
        await expect(visitor.frame.getByText("Larger than 10 MB")).toBeVisible();
        expect(await findings(visitor.page)).toEqual([]);
        const name = `artefacts/screens/widget-waiting-${isPhone ? 390 : 1440}-${colorScheme}.png`;
        await visitor.page.screenshot({ path: name, animations: "disabled" });
      });
    }
  }
});

test("files go both ways: chosen, dropped and pasted, some of them taken off again", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await visitor.attach(PICTURE, BILL);
  await visitor.frame.getByRole("button", { name: "Remove bill.txt" }).click();
  await expect(visitor.frame.getByText("bill.txt")).toHaveCount(0);
  await visitor.say("This is what I see");
  await expect(visitor.own.last().getByRole("img", { name: "shot.png" })).toBeVisible();
  await expect(ana.log.locator(".said").last()).toContainText("This is what I see");
  await expect(ana.log.locator(".said").last().getByRole("img", { name: "shot.png" })).toBeVisible();

  for (const way of ["paste", "drop"] as const) {
    await visitor.box.evaluate(
      (box, [way, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], `${way}ed.txt`, { type: "text/plain" }));
        const how = { bubbles: true, cancelable: true };
        box.dispatchEvent(way === "paste" ? new ClipboardEvent(way, { clipboardData: data, ...how }) : new DragEvent(way, { dataTransfer: data, ...how }));
      },
      [way, [...BILL.buffer]] as const,
    );
    await expect(visitor.frame.getByRole("button", { name: `Remove ${way}ed.txt` })).toBeVisible();
  }
  await expect(visitor.frame.getByRole("progressbar")).toHaveCount(0);
  await visitor.send.click();
  await expect(visitor.own.last(), "files need no words").toContainText(/pasteed\.txt.*1 KB.*droped\.txt.*1 KB/);
  await expect(ana.log).toContainText("droped.txt");

  await ana.region.locator("input[type=file]").setInputFiles([PICTURE, BILL]);
  await expect(ana.region.locator(".attachment img")).toBeVisible();
  await expect(ana.region.locator(".attachment .file-size")).toHaveText("6 B");
  await ana.reply("And this is what I see");
  const reply = visitor.log.getByRole("article", { name: "Ana Ortiz" }).last();
  const picture = reply.getByRole("img", { name: "shot.png" });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((it: HTMLImageElement) => it.naturalWidth), { message: "its address is signed" }).toBe(1);
  const size = await picture.boundingBox();
  expect([size?.width, size?.height], "nothing moves when it arrives").toEqual([176, 132]);
  const link = reply.getByRole("link", { name: /bill\.txt/ });
  const href = await link.getAttribute("href");
  expect(href).toMatch(/^\/api\/widget\/v1\/files\//);
  expect(await (await visitor.page.request.get(world.baton.url + href)).text()).toBe("12 EUR");
});

test("a file that can't be taken says why and holds nothing else up", async ({ world }) => {
  world.expects(/422/);
  const [visitor] = await pair(world);
  await visitor.attach({ ...BILL, name: "empty.txt", buffer: Buffer.alloc(0) });
  await expect(visitor.frame.getByText("This file is empty.")).toBeVisible();
  await visitor.box.fill("Here it is");
  await visitor.send.click();
  await expect(visitor.frame.getByText("Not all files are there yet.")).toBeVisible();
  await expect(visitor.box, "the words are kept").toHaveValue("Here it is");
  await visitor.frame.getByRole("button", { name: "Remove empty.txt" }).click();
  await visitor.send.click();
  await expect(visitor.own.last()).toContainText("Here it is");
});

test("an upload that the network cut goes on when it is back, and is there once", async ({ world }) => {
  world.expects(CUT);
  const [visitor, ana] = await pair(world);
  let go = () => {};
  const held = new Promise<void>((release) => (go = release));
  await visitor.page.route("**/api/widget/v1/files?*", async (route) => {
    await held;
    await route.abort("connectionreset");
  });
  await visitor.input.setInputFiles([PICTURE]);
  await expect(visitor.frame.getByRole("progressbar")).toBeVisible();
  await visitor.context.setOffline(true);
  go();
  await expect(visitor.frame.getByRole("button", { name: "Not sent. Try again" })).toBeVisible();
  await visitor.page.unroute("**/api/widget/v1/files?*");
  await visitor.context.setOffline(false);
  await expect(visitor.frame.getByRole("button", { name: "Not sent. Try again" })).toHaveCount(0);
  await expect(visitor.frame.getByRole("progressbar")).toHaveCount(0);
  await visitor.say("From the train");
  await expect(ana.log.locator(".said").last().getByRole("img", { name: "shot.png" })).toBeVisible();
  await expect(ana.log.getByRole("img", { name: "shot.png" })).toHaveCount(1);
});

test("a message that was refused goes back into the composer to be changed", async ({ world }) => {
  world.expects(/422/);
  const [visitor, ana] = await pair(world);
  await visitor.attach(BILL);
  await visitor.box.fill(TOO_LONG);
  await visitor.send.click();
  await expect(visitor.own.last()).toContainText("A message can have 8000 characters");
  await visitor.own.last().getByRole("button", { name: "Not sent. Edit" }).click();
  await expect(visitor.box).toHaveValue(TOO_LONG);
  await expect(visitor.own.last()).not.toContainText("Not sent");
  await visitor.box.fill("Shorter");
  await visitor.send.click();
  await expect(ana.log.locator(".said").last()).toContainText("Shorter");
  await expect(ana.log.locator(".said").last()).toContainText("bill.txt");
});

test("the team learns that a reply was seen, once it was before the visitor's eyes", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await visitor.page.getByRole("button", { name: "Close chat", exact: true }).click();
  await ana.reply("Are you still there?");
  await expect(visitor.launcher).toHaveAccessibleDescription("1 unread");
  const reply = ana.log.locator(".replied").last();
  await expect(reply).not.toContainText("Seen");
  await visitor.launcher.click();
  await expect(reply).toContainText("Seen");
});

test("while a person has it the visitor sees who, and from when on the AI answers again", async ({ world }) => {
  const [visitor, ana] = await pair(world);
  await ana.reply("I look into it.");
  await expect(visitor.frame.getByRole("status").first()).toHaveText("Ana Ortiz");
  await expect(visitor.name, "who is talked to asks by themselves").toHaveCount(0);
  await ana.goto("/inbox?folder=closed");
  const clock = visitor.frame.getByText(/Ana Ortiz is here\. The AI answers again after \d?\d:\d\d\./);
  await expect(clock).toBeVisible({ timeout: 45_000 });
  const id = await visitor.conversation();
  interface Leased {
    what: { lease: { runs_since: number | null; left_ms: number } };
  }
  const lease = () => (world.log.of(id).findLast(({ what }) => what.is === "leased") as unknown as Leased | undefined)?.what.lease;
  await expect.poll(() => lease()?.runs_since ?? 0, "the clock runs in the log, too").toBeGreaterThan(0);
  const end = new Date(lease()!.runs_since! + lease()!.left_ms);
  await expect(clock).toContainText(end.toLocaleTimeString("en-GB", { timeZone: "Europe/Amsterdam", hour: "numeric", minute: "2-digit" }));
});

test("the team learns where the visitor is, and no secret that stands in an address", async ({ world }) => {
  const demo = await (await fetch(`${world.baton.url}/demo`)).text();
  const key = /data-assistant="([^"]+)"/.exec(demo)?.[1];
  const script = `<script async src="${world.baton.url}/widget.js" data-assistant="${key}"></script>`;
  const body = (more: string) => `<!doctype html><html lang="en"><head><title>Elsewhere</title></head><body><h1>A shop</h1>${more}</body></html>`;
  const site = await Site.of({ "/": { body: body('<a href="/cart?token=secret#step">Cart</a>') }, "/cart": { body: body(script) } });
  const search = await Site.of({ "/": { body: body(`<a id="go" href="${site.url}/cart?token=secret#step" referrerpolicy="unsafe-url">Go</a>`) } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.goto(`${search.url}/?q=private`);
  await visitor.page.locator("#go").click();
  await visitor.openChat();
  await visitor.ask(PLAIN);
  const events = world.log.of(await visitor.conversation());
  const visited = events.find(({ what }) => what.is === "visited") as unknown as { what: { visit: Record<string, string> } };
  expect(visited.what.visit).toMatchObject({ referrer: `${search.url}/`, language: "en-GB", time_zone: "Europe/Amsterdam" });
  const said = events.find(({ what }) => what.is === "said") as unknown as { what: { page: string } };
  expect(said.what.page).toBe(`${site.url}/cart`);
  expect(JSON.stringify(events)).not.toMatch(/secret|private/);

  // This browser refuses the frame its storage, as private windows do.
  const thread = await visitor.thread();
  await visitor.page.reload();
  await visitor.openChat();
  await expect.poll(() => visitor.thread(), { message: "the thread is still there" }).toEqual(thread);
  const stored = await visitor.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }));
  expect(stored, "and the page can't know it").not.toContain(visitor.token);
  await site.end();
  await search.end();
});

test("the widget speaks German to who reads German", async ({ world }) => {
  const visitor = await world.visitor({ locale: "de-AT" });
  await visitor.page.getByRole("button", { name: "Chat öffnen" }).click();
  const box = visitor.frame.getByRole("textbox", { name: "Nachricht" });
  await box.fill(WANTS_PERSON);
  await visitor.frame.getByRole("button", { name: "Senden", exact: true }).click();
  await expect(visitor.frame.getByText(/Ein Mensch antwortet dir hier|Das Team ist gerade nicht da/)).toBeVisible();
  await expect(visitor.frame.getByText(/Deine E-Mail|Dein Name/).first()).toBeVisible();
  await expect(visitor.frame.locator("html")).toHaveAttribute("lang", "de");
  const shown = (await visitor.frame.locator("#who, #state, .event, form").allInnerTexts()).join(" ");
  expect(shown, "what isn't the owner's own").not.toMatch(/\b(you|person|the|your|save|not now)\b/i);
  expect(await findings(visitor.page)).toEqual([]);
});
