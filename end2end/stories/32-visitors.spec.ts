import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { createHmac } from "node:crypto";
import { PLAIN } from "../support/questions.ts";
import { Site } from "../support/site.ts";
import { Visitor } from "../support/visitor.ts";
import { type World, expect, test } from "../support/world.ts";

// A Baton of its own: where the widget may stand and what it asks first would change the other stories.
test.use({ words: ["--trusted-proxies", "10.1.2.0/24"] });

const PLACE = "/settings/identity";
const part = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function saves(of: Locator): Promise<void> {
  await of.getByRole("button", { name: "Save", exact: true }).click();
  await expect(of.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
}

/** The secret as its owner gets it: from the page, once. */
async function secret(page: Page): Promise<{ secret: string; key: string }> {
  const of = part(page, "Verified visitors");
  const make = of.getByRole("button", { name: "Make the secret" });
  await expect(make.or(of.getByRole("button", { name: "Make a new one" }))).toBeVisible();
  if (await make.isVisible()) await make.click();
  else {
    await of.getByRole("button", { name: "Make a new one" }).click();
    await of.getByRole("button", { name: "Replace it" }).click();
  }
  const box = of.getByRole("group", { name: "Identity secret" }).locator("pre");
  await expect(box).toBeVisible();
  return { secret: (await box.textContent())!, key: (await of.locator("dd code").textContent())! };
}

/** What an owner's server does. */
function signed({ secret, key }: { secret: string; key: string }, claims: object): string {
  const piece = (it: object) => Buffer.from(JSON.stringify(it)).toString("base64url");
  const said = `${piece({ alg: "HS256", typ: "JWT" })}.${piece({ aud: key, exp: Math.floor(Date.now() / 1000) + 300, ...claims })}`;
  return `${said}.${createHmac("sha256", secret).update(said).digest("base64url")}`;
}

const shop = (world: World, key: string, script = "") =>
  `<!doctype html><html lang="en"><head><title>A shop</title></head><body><h1>A shop</h1>
   <script>window.Baton = window.Baton || function () { (Baton.q = Baton.q || []).push(arguments); }; ${script}</script>
   <script async src="${world.baton.url}/widget.js" data-assistant="${key}"></script></body></html>`;

const baton = (page: Page, ...words: unknown[]) => page.evaluate((words) => (window as unknown as { Baton: (...it: unknown[]) => void }).Baton(...words), words);

async function customer(world: World, url: string): Promise<Visitor> {
  const visitor = new Visitor(await (await world.profile()).newPage(), world.log);
  await visitor.page.goto(url);
  return visitor;
}

test("who is logged in on the site finds their conversation on another browser, and leaves nothing behind", async ({ world }) => {
  const ana = await world.agent("ana", { path: PLACE });
  const owner = await secret(ana.page);
  await ana.page.reload();
  await expect(part(ana.page, "Verified visitors"), "it isn't shown again").not.toContainText(owner.secret);
  const site = await Site.of({
    "/": { body: shop(world, owner.key) },
    "/mara": { body: shop(world, owner.key, `Baton("identify", { token: "${signed(owner, { sub: "user-7", name: "Mara Lind", plan: "pro" })}" });`) },
  });
  const phone = await customer(world, `${site.url}/mara`);
  await phone.openChat();
  await phone.ask(PLAIN);
  const thread = await phone.thread();
  const laptop = await customer(world, `${site.url}/mara`);
  await laptop.openChat();
  await expect.poll(() => laptop.thread()).toEqual(thread);
  const stranger = await customer(world, site.url);
  await stranger.openChat();
  expect(await stranger.thread()).toEqual([]);

  await ana.goto("/inbox");
  await ana.open(phone);
  const details = ana.page.getByRole("region", { name: "Details" });
  for (const [fact, value] of [["Name", "Mara Lind"], ["Id on the site", "user-7"], ["plan", "pro"]] as const) {
    const row = details.locator("dl > div").filter({ has: ana.page.getByText(fact, { exact: true }) });
    await expect(row).toContainText(value);
    await expect(row, `${fact} is proven`).toContainText("Verified");
  }
  await ana.page.screenshot({ path: "artefacts/screens/details-verified.png" });
  // What the site says without proof is beside the thread at once.
  await baton(laptop.page, "attributes", { cart_value: 201, plan: "free", basket: ["a"] });
  const cart = details.locator("dl > div").filter({ has: ana.page.getByText("cart_value", { exact: true }) });
  await expect(cart).toContainText("201");
  await expect(cart).not.toContainText("Verified");
  await expect(details).not.toContainText("free");
  await baton(laptop.page, "attributes", { cart_value: 199 });
  await expect(cart).toContainText("199");

  const token = laptop.token;
  await baton(laptop.page, "logout");
  await expect(laptop.page.locator("iframe[title=Chat]")).toBeHidden();
  const frame = laptop.page.frames().find((it) => it.url().startsWith(world.baton.url))!;
  await expect.poll(() => frame.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(token);
  await laptop.page.goto(site.url);
  await laptop.openChat();
  expect(await laptop.thread(), "somebody new").toEqual([]);
  const reply = await fetch(`${world.baton.url}/api/widget/v1/events?after=0`, { headers: { authorization: `Bearer ${token}` } });
  expect(reply.status, "what proved it proves it no more").toBe(401);
  for (const page of [phone.page, laptop.page]) expect(page.url()).not.toContain("token");
  await site.end();
});

test("a token that proves nothing leaves the visitor who they are, and tells the site's developer why", async ({ world }) => {
  world.expects(/422/);
  const owner = await secret((await world.agent("ana", { path: PLACE })).page);
  const forged = signed({ ...owner, secret: "another" }, { sub: "user-7" });
  const site = await Site.of({ "/": { body: shop(world, owner.key, `Baton("identify", { token: "${forged}" });`) } });
  const visitor = new Visitor(await (await world.profile()).newPage(), world.log);
  const told = visitor.page.waitForEvent("console", (it) => it.text().includes("wasn't signed with this assistant's identity secret"));
  await visitor.page.goto(site.url);
  await told;
  await visitor.openChat();
  await visitor.ask(PLAIN);
  await site.end();
});

test("what the owner asks first stands before the first message, and its answers beside the thread", async ({ world }) => {
  const ana = await world.agent("ana", { path: PLACE });
  const of = part(ana.page, "Questions to visitors");
  const add = async (label: string, kind: string, isRequired: boolean) => {
    await of.getByRole("button", { name: "Add a field" }).click();
    const row = of.getByRole("listitem").last();
    await row.getByRole("textbox", { name: "Name of the field" }).fill(label);
    await row.getByRole("combobox", { name: "What is asked for" }).selectOption(kind);
    if (isRequired) await row.getByRole("checkbox", { name: "Required" }).check();
  };
  await add("Account e-mail", "E-mail address", true);
  await add("Company", "A line of text", false);
  await add("Topic", "A choice", false);
  await of.getByRole("textbox", { name: "Choices, one a line" }).fill("Billing\nShipping");
  await saves(of);

  const visitor = await world.visitor();
  await visitor.launcher.click();
  const email = visitor.frame.getByRole("textbox", { name: "Account e-mail" });
  await expect(email).toBeVisible();
  await expect(visitor.box, "not yet").toBeHidden();
  await expect(visitor.person.first(), "never an obstacle").toBeVisible();
  const { violations } = await new AxeBuilder({ page: visitor.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  await visitor.page.screenshot({ path: "artefacts/screens/widget-form.png" });
  const begin = visitor.frame.getByRole("button", { name: "Start the chat" });
  await begin.click();
  await expect(visitor.box, "what is required is missing").toBeHidden();
  await email.fill("mara@example.com");
  await visitor.frame.getByRole("textbox", { name: "Company" }).fill("Plumworks");
  await visitor.frame.getByRole("combobox", { name: "Topic" }).selectOption("Shipping");
  await begin.click();
  await expect(visitor.box).toBeVisible();
  await expect(email).toBeHidden();
  await visitor.ask(PLAIN);
  await visitor.page.reload();
  await visitor.openChat();
  await expect(email, "asked once").toBeHidden();

  await ana.goto("/inbox");
  await ana.open(visitor);
  const details = ana.page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("mara@example.com");
  for (const [fact, value] of [["Company", "Plumworks"], ["Topic", "Shipping"]] as const) {
    const row = details.locator("dl > div").filter({ has: ana.page.getByText(fact, { exact: true }) });
    await expect(row).toContainText(value);
    await expect(row).toContainText("Filled in by the visitor");
  }
  await ana.goto(PLACE);
  for (let n = 0; n < 3; n++) await of.getByRole("button", { name: "Remove this field" }).first().click();
  await saves(of);
  const next = await world.visitor();
  await next.openChat();
});

test("the widget stands on the sites that its owner names, and on no other", async ({ world }) => {
  world.expects(/frame-ancestors|violates the following Content Security Policy|ERR_BLOCKED_BY_RESPONSE|status of 422 .*change_settings/);
  const ana = await world.agent("ana", { path: PLACE });
  const of = part(ana.page, "Allowed sites");
  const key = (await part(ana.page, "Verified visitors").locator("dd code").textContent())!;
  const [friend, stranger] = [await Site.of({ "/": { body: shop(world, key) } }), await Site.of({ "/": { body: shop(world, key) } })];
  const lines = of.getByRole("textbox");
  await lines.fill("nowhere; script-src *");
  await of.getByRole("button", { name: "Save", exact: true }).click();
  await expect(of.getByRole("alert")).toContainText("is no site");
  await lines.fill(`${friend.url}/\nhttps://*.example.com`);
  await saves(of);
  const welcome = await customer(world, friend.url);
  await welcome.openChat();
  const elsewhere = await customer(world, stranger.url);
  await elsewhere.launcher.click();
  await expect(elsewhere.page.getByRole("link", { name: "Open it in a new tab" })).toBeVisible({ timeout: 15_000 });
  await expect(elsewhere.box).toBeHidden();
  await (await world.visitor()).openChat();
  await lines.fill("");
  await saves(of);
  const again = await customer(world, stranger.url);
  await again.openChat();
  for (const site of [friend, stranger]) await site.end();
});

for (const [width, colorScheme] of [[1440, "light"], [1440, "dark"], [390, "light"]] as const) {
  test(`the section is fit to be seen and heard at ${width}, ${colorScheme}`, async ({ world }) => {
    const { page } = await world.agent("ana", { path: PLACE, colorScheme, viewport: { width, height: 900 } });
    await part(page, "Questions to visitors").getByRole("button", { name: "Add a field" }).click();
    await page.getByText("On your server").click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, "nothing sticks out sideways").toBeLessThanOrEqual(0);
    await page.screenshot({ path: `artefacts/screens/settings-identity-${width}-${colorScheme}.png`, fullPage: true });
  });
}
