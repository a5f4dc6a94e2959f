import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NOT_COVERED } from "../support/questions.ts";
import { CUT, type World, expect, test } from "../support/world.ts";

// A Baton of its own: what is set here would change the other stories. It may ask the owner's system on this machine.
test.use({ words: ["--allow-private", "127.0.0.0/8"] });

const SECTIONS = ["handoff", "topics", "hours", "answers", "teams", "card", "privacy", "assistants", "identity", "model"] as const;
type Section = (typeof SECTIONS)[number];

/** The page of a section, alive. */
async function settings(world: World, section: Section, seat: Parameters<World["agent"]>[1] = {}): Promise<Page> {
  const { page } = await world.agent("ana", { ...seat, path: `/settings/${section}` });
  return page;
}

const part = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function saves(of: Locator, button = "Save", says = "Saved"): Promise<void> {
  await of.getByRole("button", { name: button, exact: true }).click();
  await expect(of.getByRole("status").filter({ hasText: says })).toBeVisible();
}

/** The owner's own system, which answers what it is told to. */
class Crm {
  readonly asked: { url: string; key: string | undefined }[] = [];
  answer = JSON.stringify({ title: "Mara Lindqvist", rows: [{ label: "Plan", value: "Studio" }, { label: "Orders", value: 12, href: "https://crm.example.com/mara" }] });
  status = 200;
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Crm> {
    const server = createServer((request, response) => {
      crm.asked.push({ url: request.url ?? "", key: request.headers["x-key"] as string | undefined });
      response.statusCode = crm.status;
      response.end(crm.answer);
    });
    const crm = new Crm(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return crm;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

test("what follows a question outside the docs is changed, and counts for the next one", async ({ world }) => {
  const page = await settings(world, "handoff");
  const triggers = part(page, "When a person is brought in");
  const holder = async () => {
    const visitor = await world.chatting();
    await visitor.ask(NOT_COVERED);
    const ben = await world.agent("ben");
    await ben.open(visitor);
    return ben.holder;
  };
  for (const why of ["Not in the docs", "Low confidence"]) await triggers.getByRole("radiogroup", { name: why }).getByRole("radio", { name: "Hand off" }).check();
  await saves(triggers);
  await expect(await holder()).toContainText("Waits for a person.");
  for (const why of ["Not in the docs", "Low confidence"]) await triggers.getByRole("radiogroup", { name: why }).getByRole("radio", { name: "Suggest" }).check();
  await expect(triggers).toContainText("Not saved yet");
  await saves(triggers);
  await expect(await holder()).toContainText("The AI answers, but a person should look");
});

test("a figure that can't be kept says so beside its field, and nothing that was typed is lost", async ({ world }) => {
  world.expects(/status of 422/, CUT);
  const page = await settings(world, "handoff");
  const triggers = part(page, "When a person is brought in");
  const lease = triggers.getByLabel("After a person spoke, in minutes");
  await expect(lease).toHaveValue("15");
  await lease.fill("");
  await triggers.getByRole("button", { name: "Save" }).click();
  await expect(triggers.getByRole("alert")).toHaveText("Choose 1 to 10080 minutes.");
  await expect(lease).toHaveAttribute("aria-invalid", "true");
  await lease.fill("20");
  await page.route("**/api/app/change_settings", (route) => route.abort());
  await triggers.getByRole("button", { name: "Save" }).click();
  await expect(triggers.getByRole("alert")).toContainText("No connection.");
  await page.unroute("**/api/app/change_settings");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  await expect(lease, "what wasn't saved outlives a reload").toHaveValue("20");
  await expect(triggers).toContainText("Not saved yet");
  await triggers.getByRole("button", { name: "Discard changes" }).click();
  await expect(lease).toHaveValue("15");
  await lease.fill("25");
  await lease.press("Enter");
  await expect(triggers.getByRole("status")).toHaveText("Saved");
  await page.reload();
  await expect(lease).toHaveValue("25");
});

test("a sentence is tried live, against what isn't saved yet as well, and on what visitors wrote", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("Do you rent a wherry?");
  const id = await visitor.conversation();
  const page = await settings(world, "topics");
  const trial = part(page, "Try a sentence");
  const heard = trial.getByRole("status", { name: "What is heard" });
  const sentence = trial.getByLabel("A visitor writes");
  await sentence.fill("How do I import members?");
  await expect(heard).toHaveText("Nothing: the AI answers from your docs.");
  await sentence.fill("I was charged twice");
  await expect(heard).toContainText("Sensitive topic: Money disputes → handed off");
  await expect(heard).toContainText("Heard by “");
  const topics = part(page, "Sensitive topics");
  await topics.getByRole("checkbox", { name: "Money disputes" }).uncheck();
  await expect(heard).toHaveText("Nothing: the AI answers from your docs.");
  await topics.getByRole("button", { name: "Discard changes" }).click();
  await expect(heard).toContainText("Money disputes");

  const words = part(page, "Your words");
  await words.getByRole("button", { name: "Add a word" }).click();
  await words.getByRole("textbox", { name: "Word or phrase" }).fill("wherry");
  await sentence.fill("My WHERRY sank");
  await expect(heard).toContainText("Keyword: wherry → handed off");
  await trial.getByRole("button", { name: "Try it on the last 30 days" }).click();
  await expect(trial).toContainText(/\d+ hits? in \d+ messages?\./);
  await expect(trial.getByRole("link", { name: "Do you rent a wherry?" }).first()).toHaveAttribute("href", new RegExp(`^/inbox/${id}\\?at=\\d+$`));
  await saves(words);
  const next = await world.chatting();
  await next.say("Is the wherry red?");
  const ben = await world.agent("ben");
  await ben.open(next);
  await expect(ben.holder).toContainText("Keyword.");
});

test("a topic is written, saved, and put back to the list that comes with Baton", async ({ world }) => {
  const page = await settings(world, "topics");
  const topics = part(page, "Sensitive topics");
  await expect(topics).toContainText("This is the list that comes with Baton.");
  await topics.getByRole("button", { name: "Add a topic" }).click();
  const fresh = topics.getByRole("listitem").filter({ hasText: "New topic" });
  await fresh.getByLabel("Name").fill("Health");
  const health = topics.getByRole("listitem").filter({ hasText: "Health" });
  await health.getByLabel(/^Said anywhere/).pressSequentially("allergic reaction\nburn* my …  skin");
  await expect(health).toContainText("2 wordings");
  await saves(topics);
  await part(page, "Try a sentence").getByLabel("A visitor writes").fill("It burned my whole left skin");
  await expect(part(page, "Try a sentence")).toContainText("Sensitive topic: Health → handed off");
  await page.reload();
  await expect(health).toContainText("2 wordings");
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  await topics.getByRole("button", { name: "Back to the list that comes with Baton" }).click();
  await topics.getByRole("button", { name: "Put it back" }).click();
  await expect(health).toHaveCount(0);
  await expect(topics).toContainText("This is the list that comes with Baton.");
});

test("the team reads along once the owner allows it, and the visitor is told", async ({ world }) => {
  const page = await settings(world, "privacy");
  const along = part(page, "Reading along");
  const allowed = along.getByRole("checkbox");
  await expect(allowed, "it is off as it comes").not.toBeChecked();
  await allowed.check();
  await saves(along);
  const visitor = await world.chatting();
  await visitor.say("Hello there");
  const ben = await world.agent("ben");
  await ben.open(visitor);
  await expect(visitor.frame.getByText("The team can see what you type")).toBeVisible();
  await visitor.box.pressSequentially("I never sent th");
  await expect(ben.region.locator(".near-draft")).toContainText("I never sent th");
  await allowed.uncheck();
  await saves(along);
  await visitor.box.pressSequentially("is");
  await expect(ben.region.locator(".near-draft")).toHaveCount(0);
});

test("the week, its holidays and its time zone are set, and say how they stand now", async ({ world }) => {
  world.expects(/status of 422/);
  const page = await settings(world, "hours");
  const hours = part(page, "When people are there");
  await expect(hours.locator(".standing")).toContainText("Open around the clock.");
  const zone = hours.getByLabel("Time zone");
  await zone.fill("Mars/Olympus");
  await hours.getByRole("button", { name: "Save" }).click();
  await expect(hours.getByRole("alert")).toContainText("There is no time zone `Mars/Olympus`.");
  await expect(page.locator("datalist option[value='America/Argentina/Buenos_Aires']")).toHaveCount(1);
  await zone.fill("Asia/Kathmandu");
  await hours.getByLabel("Always open").uncheck();
  const monday = hours.getByRole("group", { name: "Monday" });
  await expect(monday.getByLabel("Monday, from")).toHaveValue("09:00");
  await monday.getByRole("button", { name: "Add hours on Monday" }).click();
  await expect(monday.getByLabel("Monday, from")).toHaveCount(2);
  await monday.getByLabel("Monday, to").last().fill("00:00");
  await hours.getByRole("button", { name: "Tuesday to Friday as Monday" }).click();
  await expect(hours.getByRole("group", { name: "Friday" }).getByLabel("Friday, to").last()).toHaveValue("00:00");
  await expect(hours.getByRole("group", { name: "Sunday" })).toContainText("Closed");
  await hours.getByRole("button", { name: "Add a day" }).click();
  await hours.getByLabel("Date").fill("2030-12-25");
  await hours.getByLabel("Name of the day").fill("Christmas");
  await hours.getByLabel("every year").check();
  await saves(hours);
  await expect(hours.locator(".standing")).toHaveText(/^(Open now, until|Closed now, open again) .+ It is \d\d:\d\d there\.$/);
  await page.reload();
  await expect(zone).toHaveValue("Asia/Kathmandu");
  await expect(hours.getByLabel("Name of the day")).toHaveValue("Christmas");
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  const remove = hours.getByRole("button", { name: /^Remove these hours/ });
  for (let left = await remove.count(); left > 0; left -= 1) {
    await remove.first().click();
    await expect(remove).toHaveCount(left - 1);
  }
  await hours.getByRole("button", { name: "Save" }).click();
  await expect(hours.getByRole("alert")).toHaveText("Add hours to a day, or choose always open.");
  await hours.getByLabel("Always open").check();
  await saves(hours);
  await expect(hours.locator(".standing")).toContainText("Open around the clock.");
});

test("teams are made, changed and deleted, and it is said what becomes of their conversations", async ({ world }) => {
  const page = await settings(world, "teams");
  const teams = part(page, "Teams");
  await teams.getByRole("button", { name: "Make the first team" }).click();
  const fresh = teams.getByRole("group", { name: "New team" });
  await fresh.getByLabel("Name of the team").fill("Billing");
  await fresh.getByRole("checkbox", { name: "Ben Achterberg" }).check();
  await fresh.getByRole("button", { name: "Save" }).click();
  const billing = teams.getByRole("group", { name: "Billing" });
  await expect(billing.getByRole("checkbox", { name: "Ben Achterberg" })).toBeChecked();

  const visitor = await world.chatting();
  await visitor.say("hello");
  const ben = await world.agent("ben");
  await ben.open(visitor);
  await ben.button("Assign").click();
  await ben.button("Billing").click();
  const details = ben.page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("Billing");

  await billing.getByLabel("Name of the team").fill("Money");
  await billing.getByRole("button", { name: "Save" }).click();
  await expect(details, "its open conversations say the new name").toContainText("Money");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  const money = teams.getByRole("group", { name: "Money" });
  await money.getByRole("button", { name: "Delete the team" }).click();
  await expect(money).toContainText("1 open conversation will be no team’s.");
  await money.getByRole("button", { name: "Delete it" }).click();
  await expect(money).toHaveCount(0);
  await expect(details).not.toContainText("TeamMoney");
});

test("a card of the owner's own system stands beside a conversation, and a hostile one does no harm", async ({ world }) => {
  world.expects(/status of 422/);
  const crm = await Crm.open();
  const visitor = await world.chatting();
  await visitor.say("hello");
  const page = await settings(world, "card");
  const card = part(page, "A card from your own system");
  await card.getByLabel("Address", { exact: true }).fill("https://{email}/x");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByRole("alert")).toContainText("put places after its name");
  await card.getByLabel("Address", { exact: true }).fill(`${crm.url}/c?v={visitor}`);
  await card.getByLabel("Secret header").fill("X-Key");
  await card.getByLabel("Its value").fill("s3cret");
  const told = page.getByRole("status", { name: "Context" });
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(told).toContainText("Mara Lindqvist");
  await expect(told.getByRole("link", { name: "12" })).toHaveAttribute("href", "https://crm.example.com/mara");
  expect(crm.asked.at(-1)).toEqual({ url: "/c?v=test", key: "s3cret" });
  await saves(card);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-whole");
  await expect(card.getByLabel("Its value")).toHaveValue("");
  await expect(card).toContainText("A value is kept.");
  expect(await page.content()).not.toContain("s3cret");

  const ben = await world.agent("ben");
  await ben.open(visitor);
  const context = ben.page.getByRole("region", { name: "Context" });
  await expect(context).toContainText("Studio");
  expect(crm.asked.at(-1)?.key).toBe("s3cret");

  await test.step("answers that aren't meant well", async () => {
    const test = page.getByRole("button", { name: "Test", exact: true });
    for (const [answer, says] of [
      ["<script>alert(1)</script>", "The answer is no JSON object."],
      ["x".repeat(70_000), "The answer is larger than 64 KB."],
      ["[".repeat(50_000), "The answer is no JSON object."],
      [JSON.stringify({ a: "<img src=x onerror=alert(1)>" }), "<img src=x onerror=alert(1)>"],
    ] as const) {
      crm.answer = answer;
      await test.click();
      await expect(told).toContainText(says);
      await expect(told.locator("img, script")).toHaveCount(0);
    }
    crm.answer = JSON.stringify({ rows: [{ label: "Link", value: "click", href: "javascript:alert(1)" }] });
    await test.click();
    await expect(told).toContainText("click");
    await expect(told.getByRole("link")).toHaveCount(0);
    crm.status = 500;
    await test.click();
    await expect(told).toContainText("Your system refused with status 500.");
  });

  await test.step("one that fails can be tried again, and the conversation doesn't mind", async () => {
    const other = await world.chatting();
    await other.say("hello too");
    await ben.open(other);
    await expect(context).toContainText("Your system refused with status 500.");
    crm.status = 200;
    crm.answer = "{}";
    await context.getByRole("button", { name: "Retry" }).click();
    await expect(context).toContainText("Your system doesn’t know this visitor.");
  });
  await card.getByLabel("Address", { exact: true }).fill("");
  await saves(card);
  await crm.end();
});

const SEATS = {
  "1440-light": { colorScheme: "light" },
  "1440-dark": { colorScheme: "dark" },
  "390-light": { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  "390-dark": { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  "390-german": { locale: "de-DE", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  "1440-german": { locale: "de-DE" },
} as const;

for (const [name, seat] of Object.entries(SEATS)) {
  test(`axe finds nothing in any section, and nothing sticks out (${name})`, async ({ world }) => {
    const { page } = await world.agent("ana", { ...seat, path: "/settings" });
    for (const section of SECTIONS) {
      await page.locator(`.settings-nav a[href="/settings/${section}"]`).click();
      await expect(page.locator(`.settings-nav [aria-current="page"]`)).toHaveAttribute("href", `/settings/${section}`);
      await expect(page.locator(".set-part").first()).toBeVisible();
      if (section === "topics") await page.locator(".topic summary").first().click();
      if (section === "hours") await page.locator(".set-part .set-tick input").first().uncheck();
      if (section === "assistants") await page.locator(".assistant-head .button").first().click();
      if (section === "teams") await page.locator(".teams > li:last-child > .button").click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
      expect(found, section).toEqual([]);
      await page.screenshot({ path: `artefacts/screens/settings-${section}-${name}.png`, fullPage: true, animations: "disabled" });
      const over = await page.evaluate(() => {
        const main = document.querySelector(".settings")!;
        return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
      });
      expect(over, `${section}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
    }
    if (name === "1440-german") {
      await expect(page).toHaveTitle("Modell · Baton");
      await expect(page.getByRole("button", { name: "Speichern" }).first()).toBeVisible();
      expect(await page.locator("main").innerText()).not.toMatch(/\b(the|Save|your|with)\b/);
    }
  });
}
