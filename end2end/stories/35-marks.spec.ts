import { findings, picture } from "../support/look.ts";
import { BY_WORDS, PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

test("spam leaves the views, can be taken back, and who is blocked writes to nobody", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  const more = async (name: string) => {
    await ana.button("More").click();
    await ana.region.getByRole("button", { name, exact: true }).click();
  };
  await more("Mark as spam");
  await expect(ana.row(id)).toHaveCount(0);
  await ana.view("Spam").click();
  await expect(ana.row(id)).toBeVisible();
  await ana.goto(`/inbox/${id}`);
  await more("Not spam");
  await expect(ana.log).toContainText("Ana Ortiz says that this is no spam");

  await more("Block the visitor");
  await expect(ana.log).toContainText("Ana Ortiz blocked the visitor");
  await expect(ana.page.getByRole("region", { name: "Details" })).toContainText("Visitor blocked");
  await more("Let the visitor in again");
  await expect(ana.log).toContainText("Ana Ortiz let the visitor in again");
});

test("a conversation is given to a team, whose view has it", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const made = await ana.page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ change: { is: "team", id: null, name: `Billing ${Date.now()}`, members: [] } });
    const shown = await (await fetch("/api/app/change_settings", { method: "POST", headers, body })).json();
    return shown.teams.at(-1).team.name as string;
  });
  await ana.goto("/inbox");
  await ana.open(visitor);
  await ana.button("Assign").click();
  await ana.region.getByRole("button", { name: made, exact: true }).click();
  await expect(ana.log).toContainText(`gave this to ${made}`);
  await expect(ana.page.getByRole("region", { name: "Details" })).toContainText(made);
});

test("rows are sorted as one wants, and a reply can put its conversation away", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  const ids: string[] = [];
  for (const visitor of visitors) {
    await visitor.say(WANTS_PERSON);
    ids.push(await visitor.conversation());
  }
  const ana = await world.agent("ana", { path: "/inbox?view=needs-person" });
  const sort = ana.page.getByRole("combobox", { name: "Sort by" });
  const order = async () => (await ana.order()).filter((id) => ids.includes(id));
  await sort.selectOption("newest");
  await expect(ana.page).toHaveURL(/sort=newest/);
  await expect.poll(order).toEqual([ids[1], ids[0]]);
  await sort.selectOption("oldest");
  await expect.poll(order).toEqual(ids);

  await ana.openById(ids[0]!);
  await ana.box.fill("Tomorrow we know more.");
  await ana.button("What follows").click();
  await ana.region.getByRole("menuitem", { name: "Send and snooze until tomorrow, 9:00" }).click();
  await expect(ana.log).toContainText("Tomorrow we know more.");
  await expect(ana.region.locator(".holder")).toContainText(/Snoozed until .*0?9:00/);
});

test("who takes over reads the case in short, with what it was about; rows tell a long and a heated talk", async ({ world }) => {
  const [angry, charged] = [await world.chatting(), await world.chatting()];
  // Each question that got an answer counts.
  for (const { question } of BY_WORDS) await angry.ask(question);
  await angry.say("this is absolutely ridiculous");
  await charged.say("I was charged twice and want my money back");
  const ana = await world.agent("ana");
  const row = ana.row(await angry.conversation());
  await expect(row).toContainText("×4");
  await expect(row.getByTitle("Frustrated")).toBeVisible();
  await ana.open(charged);
  const card = ana.region.locator("details.summary");
  await expect(card).toBeVisible();
  await expect(card.locator("dl")).toContainText(/\(.+\)/);
  expect(await findings(ana.page)).toEqual([]);
  await picture(ana.page, "summary");
});

test("a link to a message is copied, and files are dropped into the composer", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  const ana = await world.agent("ana");
  const id = await ana.open(visitor);
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const line = ana.log.locator(".said").first();
  await line.hover();
  await line.locator(".line-link").click();
  await expect(line).toContainText("Link copied");
  await expect.poll(() => ana.page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`^http.*/inbox/${id}\\?at=\\d+$`));

  await ana.box.evaluate((box) => {
    const data = new DataTransfer();
    data.items.add(new File(["a,b\n1,2\n"], "figures.csv", { type: "text/csv" }));
    for (const way of ["dragenter", "dragover", "drop"]) box.dispatchEvent(new DragEvent(way, { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(ana.region).toContainText("figures.csv");
  await ana.reply("Here are the figures.");
  await expect(visitor.log).toContainText("figures.csv");
});
