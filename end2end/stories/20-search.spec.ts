import { expect, test } from "../support/world.ts";
import { HOSTILE } from "../support/hostile.ts";
import type { Agent } from "../support/agent.ts";
import type { Locator } from "@playwright/test";

/** The search of an agent. */
class Search {
  readonly box: Locator;
  readonly found: Locator;
  readonly rows: Locator;

  constructor(private readonly agent: Agent) {
    this.box = agent.page.getByRole("searchbox", { name: "Search" });
    this.found = agent.page.getByRole("list", { name: "Search results" });
    this.rows = this.found.getByRole("listitem");
  }

  /** Types, and waits until the address has it. */
  async for(text: string): Promise<void> {
    await this.box.fill(text);
    await expect.poll(() => new URL(this.agent.page.url()).searchParams.get("q") ?? "").toBe(text.trim());
  }

  row(conversation: string): Locator {
    return this.rows.filter({ has: this.agent.page.locator(`a[href^="/inbox/${conversation}"]`) });
  }
}

test("what a visitor said is found by its words, the name, the session and the beginning of a word", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say("My peppermint kettle leaks near the handle");
  const id = await visitor.conversation();
  const ana = await world.agent("ana");
  const search = new Search(ana);

  for (const words of ["peppermint", "PEPPERM", "kettle peppermint", '"peppermint kettle"', id, id.slice(0, 22)]) {
    await search.for(words);
    await expect(search.row(id), words).toBeVisible();
    await expect(search.rows, words).toHaveCount(1);
  }
  await search.for("peppermint kettle");
  await expect(search.row(id).locator("mark")).toHaveText(["peppermint", "kettle"]);
  await search.for('"kettle peppermint"');
  await expect(ana.page.getByText("Nothing found")).toBeVisible();

  await search.for("peppermint is:open from:visitor");
  await expect(search.row(id)).toBeVisible();
  await ana.page.getByRole("link", { name: "Remove is:open" }).click();
  await expect(search.box).toHaveValue("peppermint from:visitor");
  await search.for("peppermint from:ai");
  await expect(search.rows).toHaveCount(0);
  await search.for("peppermint is:funny");
  await expect(ana.page.getByText("After is: comes open, snoozed, closed, waiting or spam.")).toBeVisible();
});

test("a search is live, can be shared, and is drawn by the server", async ({ world }) => {
  const ana = await world.agent("ana", { path: "/inbox?q=xylophone" });
  const search = new Search(ana);
  await expect(search.box).toHaveValue("xylophone");
  await expect(ana.page.getByText("Nothing found")).toBeVisible();
  const visitor = await world.chatting();
  await visitor.say("Do you tune a xylophone?");
  const id = await visitor.conversation();
  await expect(search.row(id)).toBeVisible();

  await search.row(id).getByRole("link").click();
  await expect(ana.page).toHaveURL(new RegExp(`/inbox/${id}\\?at=\\d+&q=xylophone`));
  await expect(ana.log.locator(".said").getByText("Do you tune a xylophone?")).toBeVisible();
  await ana.page.reload();
  await ana.isAlive();
  await expect(search.row(id)).toBeVisible();
  await expect(ana.log.locator(".said").getByText("Do you tune a xylophone?")).toBeVisible();

  const plain = await world.agent("ben", { path: "/inbox?q=xylophone", javaScriptEnabled: false });
  await expect(new Search(plain).row(id)).toBeVisible();
});

test("the whole search is reached by the keyboard", async ({ world }) => {
  const visitors = [await world.chatting(), await world.chatting()];
  for (const [n, visitor] of visitors.entries()) await visitor.say(`A quokka asks for help, number ${n}`);
  const [older, newer] = [await visitors[0]!.conversation(), await visitors[1]!.conversation()];
  const ana = await world.agent("ana");
  const search = new Search(ana);
  await ana.page.keyboard.press("/");
  await expect(search.box).toBeFocused();
  await ana.page.keyboard.type("quokka");
  // The whole word has been asked for, and answered: what a part of it found may be the same two.
  await expect(ana.page).toHaveURL(/[?&]q=quokka/);
  await expect(ana.page.locator(".found[aria-busy=false]")).toBeVisible();
  await expect(search.rows).toHaveCount(2);
  await ana.page.keyboard.press("ArrowDown");
  await expect(search.row(newer).getByRole("link")).toBeFocused();
  await ana.page.keyboard.press("j");
  await expect(search.row(older).getByRole("link")).toBeFocused();
  await ana.page.keyboard.press("k");
  await expect(search.row(newer).getByRole("link")).toBeFocused();
  await ana.page.keyboard.press("/");
  await ana.page.keyboard.press("Enter");
  await expect(ana.page).toHaveURL(new RegExp(`/inbox/${newer}\\?at=`));
  await search.box.focus();
  await ana.page.keyboard.press("Escape");
  await expect(search.box).toHaveValue("");
  await expect(ana.list).toBeVisible();
  await expect(ana.page).toHaveURL(`${ana.url}/inbox/${newer}`);
});

test("whatever is typed is a search and nothing else", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(`wombat ${HOSTILE["a picture that runs a script"]}`);
  const id = await visitor.conversation();
  const ana = await world.agent("ana");
  const search = new Search(ana);
  for (const text of [...Object.values(HOSTILE), "' OR 1=1 --", '"""', "NEAR(a b)", "%_", "*", "wombat\\", "東京", "x".repeat(2_000)]) {
    await search.for(text);
    await expect(ana.page.getByRole("status").or(ana.page.getByText("Nothing found")).first()).toBeAttached();
    await expect(ana.page.locator(".found[aria-busy=false]")).toBeVisible();
    await expect(ana.page.locator(".found [role=alert]")).toHaveCount(0);
  }
  await search.for("wombat onerror");
  await expect(search.row(id)).toContainText("<img src=x onerror=");
  await expect(search.row(id).locator("img")).toHaveCount(0);
});
