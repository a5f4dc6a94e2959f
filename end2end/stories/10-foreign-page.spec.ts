import type { Locator, Page } from "@playwright/test";
import { PLAIN } from "../support/questions.ts";
import { Site } from "../support/site.ts";
import { Visitor } from "../support/visitor.ts";
import { type World, expect, test } from "../support/world.ts";

const HOSTILE_CSS = `
  * { display: block !important; position: static !important; color: red !important; background: yellow !important;
      font-size: 3px !important; width: 1px !important; height: 1px !important; opacity: .1 !important; transform: rotate(30deg) !important;
      visibility: hidden !important; pointer-events: none !important; }
  iframe, button, div, span { display: none !important; }`;

async function snippet(world: World): Promise<string> {
  const demo = await (await fetch(`${world.baton.url}/demo`)).text();
  const key = /data-assistant="([^"]+)"/.exec(demo)?.[1];
  return `<script async src="${world.baton.url}/widget.js" data-assistant="${key}"></script>`;
}

const html = (head: string, body: string) => `<!doctype html><html lang="en"><head><title>Elsewhere</title>${head}</head><body><h1>A shop</h1>${body}</body></html>`;

test("the widget works on a foreign page whose policy allows nothing but its script and its frame", async ({ world }) => {
  const policy = `default-src 'none'; script-src ${world.baton.url}; frame-src ${world.baton.url}`;
  const site = await Site.of({ "/": { body: html("", await snippet(world)), policy } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.goto(site.url);
  await visitor.openChat();
  const answer = await visitor.ask(PLAIN);
  await expect(visitor.sources(answer).first()).toBeVisible();
  const width = async () => (await visitor.page.locator("iframe[title=Chat]").boundingBox())?.width ?? 0;
  await expect.poll(width, "its own styles are not blocked").toBeGreaterThan(300);
  await site.end();
});

test("on a foreign page a visitor who comes back finds the thread, and the launcher tells of what is unread", async ({ world }) => {
  const site = await Site.of({ "/": { body: html("", await snippet(world)) } });
  const visitor = new Visitor(await (await world.profile()).newPage(), world.log);
  await visitor.page.goto(site.url);
  await visitor.openChat();
  await visitor.ask(PLAIN);
  await visitor.askForPerson();
  const thread = await visitor.thread();
  await visitor.page.reload();
  await visitor.openChat();
  await expect.poll(() => visitor.thread()).toEqual(thread);
  await visitor.page.getByRole("button", { name: "Close chat", exact: true }).click();
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.reply("While you were away.");
  await expect(visitor.launcher).toHaveAccessibleDescription("1 unread");
  await visitor.launcher.click();
  await expect(visitor.log).toContainText("While you were away.");
  await expect(visitor.page.getByRole("button", { name: "Close chat", exact: true })).toHaveAccessibleDescription("");
  await site.end();
});

test("a page that styles everything in the worst way can't bend launcher or chat", async ({ world }) => {
  const site = await Site.of({ "/": { body: html(`<style>${HOSTILE_CSS}</style>`, await snippet(world)) } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.goto(site.url);
  const size = async (of: Locator) => {
    const box = await of.boundingBox();
    return [box?.width, box?.height];
  };
  await expect.poll(() => size(visitor.launcher)).toEqual([52, 52]);
  await visitor.openChat();
  await expect.poll(() => size(visitor.page.locator("iframe[title=Chat]"))).toEqual([380, 640]);
  await visitor.ask(PLAIN);
  await visitor.page.screenshot({ path: "artefacts/screens/widget-on-hostile-page.png" });
  await site.end();
});

/** How many pixels of two pictures of one size differ. */
async function differing(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(async (pictures) => {
    const pixels = async (base64: string) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))], { type: "image/png" }));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
      canvas.drawImage(image, 0, 0);
      return new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
    };
    const [a, b] = [await pixels(pictures[0]!), await pixels(pictures[1]!)];
    return a.length === b.length ? a.filter((it, at) => it !== b[at]).length : Infinity;
  }, [one.toString("base64"), other.toString("base64")]);
}

test("with the worst styles around it, the chat looks to the pixel as it does without", async ({ world }) => {
  const site = await Site.of({
    "/plain": { body: html("", await snippet(world)) },
    "/hostile": { body: html(`<style>${HOSTILE_CSS}</style>`, await snippet(world)) },
  });
  /** Takes a picture of the chat on that page, whenever it is called. */
  const chat = async (path: string): Promise<() => Promise<Buffer>> => {
    const visitor = new Visitor(await (await world.context()).newPage(), world.log);
    await visitor.page.goto(site.url + path);
    await visitor.openChat();
    // No caret blinks.
    await visitor.box.blur();
    const { x, y, width, height } = (await visitor.page.locator("iframe[title=Chat]").boundingBox())!;
    // Its round corners show the page behind it.
    const clip = { x: x + 20, y: y + 20, width: width - 40, height: height - 40 };
    return () => visitor.page.screenshot({ clip, animations: "disabled" });
  };
  const [plain, hostile] = [await chat("/plain"), await chat("/hostile")];
  expect((await plain()).length, "there is something to see").toBeGreaterThan(2_000);
  // A letter's edge may fall on other pixels from time to time: a few of two hundred thousand.
  const still = await (await world.context()).newPage();
  await expect.poll(async () => differing(still, await hostile(), await plain()), "once both stand still").toBeLessThan(40);
  await site.end();
});

test("a page that has bent the language itself gets a working chat", async ({ world }) => {
  const bent = `<script>
    Array.prototype.evil = Object.prototype.evil = "evil";
    for (const name of ["map", "forEach", "filter", "push", "slice", "indexOf", "join", "concat", "includes", "find"]) Array.prototype[name] = () => { throw new Error("bent " + name); };
    // What drives and records the browser stands in the page, too, and iterates: it goes on as it did.
    const iterate = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function () {
      if (!/widget.*[.]js/.test(new Error().stack.split("\\n")[2])) return iterate.call(this);
      throw new Error("bent iterator");
    };
    Array.prototype.toJSON = () => "evil";
  </script>`;
  const site = await Site.of({ "/": { body: html(bent, `${await snippet(world)}<button onclick="Baton('attributes', { cart: 1 })">Tell</button>`) } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.goto(site.url);
  await visitor.openChat();
  await visitor.ask(PLAIN);
  await visitor.page.getByRole("button", { name: "Tell" }).click();
  await visitor.page.getByRole("button", { name: "Close chat", exact: true }).click();
  await expect(visitor.launcher).toBeVisible();
  await site.end();
});

test("forged messages are ignored, whether from the page itself or from another frame", async ({ world }) => {
  const forger = html(
    "",
    `<script>
      const forge = () => {
        for (const baton of ["close", "unread", "talk", "message", "handoff", "ready", "in"]) parent.postMessage({ baton, n: 77 }, "*");
        for (let n = 0; n < parent.frames.length; n++) for (const baton of ["handoff", "shut", "open", "page", "identify", "describe", "logout", "fill"]) parent.frames[n].postMessage({ baton, it: "{}", url: "https://evil.test/" }, "*");
      };
      addEventListener("message", (event) => { if (event.data === "forge") { forge(); event.source.postMessage("forged", "*"); } });
    </script>`,
  );
  const evil = await Site.of({ "/": { body: forger } });
  const site = await Site.of({ "/": { body: html("", `${await snippet(world)}<iframe title="Advertisement" src="${evil.url}"></iframe>`) } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.goto(site.url);
  await visitor.openChat();
  await visitor.page.evaluate(
    () =>
      new Promise<void>((done) => {
        for (const baton of ["close", "unread", "talk", "handoff"]) postMessage({ baton, n: 77 }, "*");
        addEventListener("message", (event) => {
          if (event.data === "forged") done();
        });
        document.querySelector("iframe")!.contentWindow!.postMessage("forge", "*");
      }),
  );
  await visitor.ask(PLAIN);
  await expect(visitor.page.locator("iframe[title=Chat]"), "it wasn't closed").toBeVisible();
  await expect(visitor.page.getByText("77")).toHaveCount(0);
  await expect(visitor.page.getByText("9+")).toHaveCount(0);
  await expect(visitor.log, "nobody asked for a person").not.toContainText("You asked for a person");
  const said = world.log.of(await visitor.conversation()).find(({ what }) => what.is === "said") as { what: { page?: string } } | undefined;
  expect(said?.what.page).toBe(`${site.url}/`);
  await site.end();
  await evil.end();
});

test("a page whose policy forbids the frame gets a way to the chat instead of nothing", async ({ world }) => {
  world.expects(/Content Security Policy|policy violated: frame-src/);
  const policy = `default-src 'none'; script-src ${world.baton.url}`;
  const site = await Site.of({ "/": { body: html("", await snippet(world)), policy } });
  const page = await (await world.context()).newPage();
  await page.goto(site.url);
  await page.getByRole("button", { name: "Open chat" }).click();
  const link = page.getByRole("link", { name: "Open it in a new tab" });
  await expect(link).toBeVisible();
  const [chat] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await expect(chat.getByRole("textbox", { name: "Message" })).toBeVisible();
  await site.end();
});

test("the page can't read the chat, and hears numbers and words of its own alone", async ({ world }) => {
  const site = await Site.of({ "/": { body: html("", await snippet(world)) } });
  const visitor = new Visitor(await (await world.context()).newPage(), world.log);
  await visitor.page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    addEventListener("message", (event) => heard.push(JSON.stringify(event.data)));
  });
  await visitor.page.goto(site.url);
  await visitor.openChat();
  await visitor.ask(PLAIN);
  const heard = await visitor.page.evaluate(() => (window as unknown as { heard: string[] }).heard.join(" "));
  expect(heard).toContain("baton");
  expect(heard).not.toContain(PLAIN.slice(0, 12));
  expect(heard).not.toContain(visitor.token);
  const stored = await visitor.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain(visitor.token);
  await site.end();
});
