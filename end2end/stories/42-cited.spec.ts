import type { Page } from "@playwright/test";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type World, expect, test } from "../support/world.ts";

// A Baton of its own: what is added here would change what the other stories are answered. Its crawler may read this machine.
test.use({ words: ["--allow-private", "127.0.0.0/8"] });

/** Pages of a small site: one whose heading has no id, far below its top, and one that asks not to be indexed. */
const PAGES: Record<string, string> = {
  "/help/": `<title>Airship help</title><main><h1>Airship help</h1><p>All about our airship.</p><ul>
    <li><a href="/help/parrots">Parrots</a><li><a href="/help/otters">Otters</a></ul></main>`,
  "/help/parrots": `<title>Parrots on the airship</title><style>.old { display: none }</style><main><h1>Parrots on the airship</h1>
    <p>Parrots are welcome.</p><div style="height: 3000px"></div><h2>What a parrot pays, &amp; where it sits</h2>
    <p class="old">A parrot pays ninety crowns on the airship.</p><p>A parrot pays three crowns on the airship, and sits in the stern gallery.</p>
    <div style="height: 3000px"></div></main>`,
  "/help/otters": `<title>Otters on the airship</title><meta name="robots" content="noindex"><main><h1>Otters on the airship</h1>
    <p>An otter swims in the brass tank of the airship for nine crowns.</p></main>`,
};

async function site(): Promise<{ url: string; end: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const page = PAGES[path];
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.statusCode = page ? 200 : path === "/favicon.ico" ? 204 : 404;
    response.end(page ? `<!doctype html><html lang="en">${page}</html>` : "not here");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const end = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/help/`, end };
}

/** The page to add a kind of source, alive. */
async function adding(world: World, kind: string): Promise<Page> {
  const { page } = await world.agent("ana", { path: "/knowledge" });
  await page.getByRole("link", { name: /^Add (a|the first) source$/ }).first().click();
  await page.getByRole("navigation", { name: "What kind of source" }).getByRole("link", { name: new RegExp(`^${kind}`) }).click();
  return page;
}

test("what stands on no page of the web is shown by its words, and leads the team to what was read", async ({ world }) => {
  const asked = "Do you sell zeppelin rides?";
  const page = await adding(world, "Questions and answers");
  await page.getByLabel("Name", { exact: true }).fill("Pier questions");
  const fresh = page.getByRole("form", { name: "New question" });
  await fresh.getByLabel("Question").fill(asked);
  await fresh.getByLabel("Answer").fill("Zeppelin rides are sold on **Sundays** at the pier, for ninety crowns.");
  await fresh.getByRole("button", { name: "Add the question" }).click();
  await expect(page.getByRole("list", { name: "Questions and answers" }).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Add a source" }).click();
  await expect(page.getByRole("heading", { name: "Pier questions" })).toBeVisible();

  const visitor = await world.chatting();
  const answer = await visitor.ask(asked);
  await expect(answer).toContainText("Sundays");

  await test.step("the visitor sees what it is called, and its words when they want to; nothing leads nowhere", async () => {
    await expect(visitor.sources(answer)).toHaveCount(0);
    const source = answer.getByRole("list", { name: "Sources" }).locator("details");
    await expect(source.locator("summary")).toContainText(asked);
    const quote = source.locator("blockquote");
    await expect(quote).toBeHidden();
    await source.locator("summary").click();
    await expect(quote).toContainText("at the pier, for ninety crowns");
  });

  await test.step("it leads the team to what was read", async () => {
    const ana = await world.agent("ana");
    await ana.open(visitor);
    const source = ana.log.getByRole("list", { name: "Sources" }).locator("details");
    await source.locator("summary").click();
    await source.getByRole("link", { name: asked }).click();
    await expect(ana.page).toHaveURL(/\/knowledge\/page\/\w+$/);
    await expect(ana.page.getByRole("region", { name: "What was read" })).toContainText("at the pier, for ninety crowns");
  });
});

test("a source opens where its page says it; a page that asks not to be indexed is left out until it is wanted", async ({ world }) => {
  const airship = await site();
  const page = await adding(world, "Website");
  await page.getByLabel("Address", { exact: true }).fill(airship.url);
  await page.getByRole("form", { name: "Website" }).getByRole("button", { name: "Add a source" }).click();
  const otters = page.getByRole("table", { name: "Pages" }).getByRole("row").filter({ hasText: "/help/otters" });
  await expect(otters).toContainText("The page asks not to be indexed (noindex).", { timeout: 30_000 });
  await expect(otters).toContainText("tick “Read pages that ask not to be indexed” under “Limits and schedule”");
  await expect(page.getByText("Ready", { exact: true }), "that is no trouble of the source").toBeVisible({ timeout: 30_000 });

  await test.step("a heading without an id is found by its words", async () => {
    const visitor = await world.chatting();
    const answer = await visitor.ask("What does a parrot pay on the airship?");
    await expect(answer).not.toContainText("ninety crowns");
    const place = "parrots#:~:text=What%20a%20parrot%20pays%2C%20%26%20where%20it%20sits";
    const source = visitor.sources(answer).and(visitor.frame.locator(`a[href="${airship.url}${place}"]`));
    await expect(source).toHaveCount(1);
    const [article] = await Promise.all([visitor.context.waitForEvent("page"), source.click()]);
    await article.waitForLoadState();
    await expect(article.getByRole("heading", { name: "What a parrot pays, & where it sits" })).toBeInViewport();
  });

  await test.step("the other page is read where its owner wants that", async () => {
    await page.getByText("Limits and schedule", { exact: true }).click();
    const form = page.getByRole("form", { name: "Limits and schedule" });
    await form.getByLabel("Read pages that ask not to be indexed").check();
    await form.getByRole("button", { name: "Save" }).click();
    await expect(otters).toContainText("Otters on the airship", { timeout: 30_000 });
    await expect(otters).not.toContainText("noindex", { timeout: 30_000 });
    const visitor = await world.chatting();
    await expect(await visitor.ask("Where does an otter swim in the airship?")).toContainText("brass tank");
    await page.reload();
    await expect(otters).toContainText("Otters on the airship");
  });
  await airship.end();
});
