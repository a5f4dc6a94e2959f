import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Baton } from "../support/baton.ts";
import { type World, expect, signIn, test } from "../support/world.ts";

// A Baton of its own: what is added here would change what the other stories are answered. Its crawler may read this machine.
test.use({ words: ["--allow-private", "127.0.0.0/8"] });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;

/** Pages of a small site, and what it says of each. */
const PAGES: Record<string, string> = {
  "/help/": `<title>Ferry help</title><main><h1>Ferry help</h1><p>All about our ferry.</p><ul>
    <li><a href="/help/dogs">Dogs</a><li><a href="/help/bicycles">Bicycles</a><li><a href="/help/crew">For the crew</a></ul></main>`,
  "/help/dogs": `<title>Dogs on the ferry</title><main><h1>Dogs on the ferry</h1><p>Dogs travel on the upper deck of the ferry for three crowns, on a lead.</p></main>`,
  "/help/bicycles": `<title>Bicycles on the ferry</title><main><h1>Bicycles on the ferry</h1><p>A bicycle on the ferry costs eleven crowns and stands in the bow rack.</p></main>`,
};

/** The site, which answers a page only when it is let. */
class Ferry {
  private waiting: (() => void)[] = [];
  private isHeld = true;
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Ferry> {
    const server = createServer(async (request, response) => {
      const path = new URL(request.url ?? "/", "http://x").pathname;
      if (ferry.isHeld && path === "/help/bicycles") await new Promise<void>((go) => ferry.waiting.push(go));
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.statusCode = PAGES[path] ? 200 : path === "/help/crew" ? 403 : 404;
      response.end(PAGES[path] ? `<!doctype html><html lang="en">${PAGES[path]}</html>` : "not here");
    });
    const ferry = new Ferry(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return ferry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/help/`;
  }

  letGo(): void {
    this.isHeld = false;
    for (const go of this.waiting.splice(0)) go();
  }

  async end(): Promise<void> {
    this.letGo();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** The page to add a kind of source, alive. */
async function adding(world: World, kind: string): Promise<Page> {
  const { page } = await world.agent("ana", { path: "/knowledge" });
  await page.getByRole("link", { name: /^Add (a|the first) source$/ }).first().click();
  await page.getByRole("navigation", { name: "What kind of source" }).getByRole("link", { name: new RegExp(`^${kind}`) }).click();
  return page;
}

const rows = (page: Page, of: "Sources" | "Pages"): Locator => page.getByRole("table", { name: of }).getByRole("row");

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/screens/${name}.png`, animations: "disabled" });
  const over = await page.evaluate(() => {
    const main = document.querySelector(".know")!;
    return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
  });
  expect(over, `${name}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

test("a question and its answer are written, and the next visitor is answered with them", async ({ world }) => {
  const page = await adding(world, "Questions and answers");
  await page.getByLabel("Name", { exact: true }).fill("Shop questions");
  const fresh = page.getByRole("form", { name: "New question" });
  await fresh.getByLabel("Question").fill("Do you sell zeppelin rides?");
  await fresh.getByRole("button", { name: "Add the question" }).click();
  await expect(fresh.getByRole("alert")).toHaveText("Write a question and its answer.");
  await fresh.getByLabel("Answer").fill("Zeppelin rides are sold on **Sundays** at the pier, for ninety crowns.");
  await fresh.getByRole("button", { name: "Add the question" }).click();
  const list = page.getByRole("list", { name: "Questions and answers" });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await page.reload();
  await expect(list.getByRole("listitem"), "what isn't added yet outlives a reload").toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("data-hydrated");
  await page.getByRole("button", { name: "Add a source" }).click();
  await expect(page.getByRole("heading", { name: "Shop questions" })).toBeVisible();

  const visitor = await world.chatting();
  const answer = await visitor.ask("Do you sell zeppelin rides?");
  await expect(answer).toContainText("Sundays");

  await test.step("a CSV says what it would change before it does", async () => {
    await page.getByText("Import from CSV").click();
    await page.getByRole("textbox", { name: "CSV" }).fill("question,answer\nDo you sell zeppelin rides?,No longer.\nIs there a pier café?,\"Yes, the Heron.\"\nNo answer,\n");
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.locator(".know-preview");
    await expect(preview).toContainText("1 new · 1 changed · 1 can’t be used");
    await expect(preview.getByRole("list", { name: "Can’t be used" })).toContainText("Line 4: There is no answer.");
    await expect(preview.getByRole("list", { name: "Gets a new answer" })).toContainText("No longer.");
    await preview.getByRole("button", { name: "Take 2 questions over" }).click();
    await expect(page.getByText("2 questions taken over.")).toBeVisible();
    await expect(list.getByRole("listitem")).toHaveCount(2);
  });

  await test.step("one is changed, one is taken away and brought back", async () => {
    await page.getByRole("button", { name: "Edit “Is there a pier café?”" }).click();
    const edit = page.getByRole("form", { name: "Edit" });
    await edit.getByLabel("Answer").fill("Yes, the Otter.");
    await edit.getByRole("button", { name: "Save" }).click();
    await expect(list).toContainText("the Otter");
    await page.getByRole("button", { name: "Remove “Is there a pier café?”" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(2);
    await page.reload();
    await expect(list).toContainText("the Otter");
  });
});

test("files are uploaded; one that is broken says why, and what to do", async ({ world }) => {
  world.expects(/status of 4\d\d/);
  const page = await adding(world, "Files");
  await page.getByLabel("Name", { exact: true }).fill("Handbooks");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Handbooks" })).toBeVisible();
  const input = page.locator("input[type=file]");
  await input.setInputFiles([
    { name: "lanterns.md", mimeType: "text/markdown", buffer: Buffer.from("# Lanterns\n\nA paper lantern is lent for seven crowns at the north gate.\n") },
    { name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nthis is no PDF at all\n") },
  ]);
  const uploads = page.getByRole("list", { name: "Uploads" });
  await expect(uploads.getByRole("listitem").filter({ hasText: "lanterns.md" })).toContainText("Received");
  const broken = rows(page, "Pages").filter({ hasText: "broken.pdf" });
  await expect(broken).toContainText("The file is broken, or took too long to read.", { timeout: 30_000 });
  await expect(broken).toContainText("Open it, save it anew, and add it again; or paste its text.");
  const lanterns = rows(page, "Pages").filter({ hasText: "lanterns.md" });
  await expect(lanterns).toContainText("Read");

  await test.step("what was read is shown, piece by piece", async () => {
    await lanterns.getByRole("link", { name: "Lanterns" }).click();
    await expect(page.getByRole("region", { name: "What was read" })).toContainText("seven crowns at the north gate");
    await page.getByRole("navigation", { name: "Where you are" }).getByRole("link", { name: "Handbooks" }).click();
  });

  await test.step("the broken one is taken away", async () => {
    await broken.getByRole("button", { name: "Remove “broken.pdf”" }).click();
    await broken.getByRole("button", { name: "Remove it" }).click();
    await expect(broken).toHaveCount(0);
    await page.reload();
    await expect(lanterns).toHaveCount(1);
    await expect(broken).toHaveCount(0);
  });
});

test("a site is read live, says what failed and why, and a page that is off isn't answered from", async ({ world }) => {
  world.expects(/status of 422/);
  const ferry = await Ferry.open();
  const page = await adding(world, "Website");
  await page.getByLabel("Address", { exact: true }).fill("not an address");
  const form = page.getByRole("form", { name: "Website" });
  await form.getByRole("button", { name: "Add a source" }).click();
  await expect(form.getByRole("alert")).toContainText("It looks like https://example.com/help.");
  await expect(page.getByLabel("Address", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Address", { exact: true }).fill(ferry.url);
  await form.getByRole("button", { name: "Add a source" }).click();

  await test.step("progress comes by itself", async () => {
    await expect(page.getByText(/^Reading \d+ of \d+$/)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
    ferry.letGo();
    await expect(page.getByText("Partly read", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("button", { name: "Check now" })).toBeVisible();
  });

  await test.step("the page that failed says why, and can be found", async () => {
    await page.getByLabel("Only failed").check();
    await expect(rows(page, "Pages").filter({ hasText: "/help/crew" })).toContainText("The page asks for a login, or keeps programs out (status 403).");
    await expect(rows(page, "Pages").filter({ hasText: "Bicycles" })).toHaveCount(0);
    await page.reload();
    await expect(page.getByLabel("Only failed"), "what is looked for outlives a reload").toBeChecked();
    await expect(page.locator("html")).toHaveAttribute("data-hydrated");
    await page.getByLabel("Only failed").uncheck();
    await page.getByRole("searchbox", { name: "Filter pages" }).fill("bicycle");
    await expect(rows(page, "Pages").filter({ hasText: "Dogs" })).toHaveCount(0);
  });

  await test.step("a page is switched off", async () => {
    const visitor = await world.chatting();
    await expect(await visitor.ask("What does a bicycle on the ferry cost?")).toContainText("eleven crowns");
    const use = rows(page, "Pages").filter({ hasText: "Bicycles" }).getByRole("switch", { name: /^Use “Bicycles/ });
    await use.click();
    await expect(use).toHaveAttribute("aria-checked", "false");
    const other = await world.chatting();
    await expect(await other.ask("What does a bicycle on the ferry cost?")).not.toContainText("eleven crowns");
    await page.reload();
    await expect(use).toHaveAttribute("aria-checked", "false");
    await expect(rows(page, "Pages").filter({ hasText: "Bicycles" })).toContainText("1 answer");
  });

  await test.step("the source is renamed, and taken away after a second look", async () => {
    await expect(page.locator("html")).toHaveAttribute("data-hydrated");
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByLabel("Name", { exact: true }).fill("The ferry");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "The ferry" })).toBeVisible();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await expect(page).toHaveURL(/\/knowledge$/);
    await expect(rows(page, "Sources").filter({ hasText: "The ferry" })).toHaveCount(0);
  });
  await ferry.end();
});

test("pasted text is added, found, and changed as it was read", async ({ world }) => {
  const page = await adding(world, "Text");
  await page.getByLabel("Name", { exact: true }).fill("House rules");
  await page.getByRole("textbox", { name: "Text" }).fill("## Umbrellas\n\nUmbrellas are lent *free* in the lobby.\n\n- red ones\n- blue ones");
  await page.getByRole("form", { name: "Text" }).getByRole("button", { name: "Add a source" }).click();
  await expect(page.getByRole("heading", { name: "House rules" })).toBeVisible();
  const text = page.getByRole("region", { name: "Text" }).getByRole("textbox", { name: "Text" });
  await expect(text).toHaveValue(/Umbrellas are lent \*free\* in the lobby\.\n\n- red ones\n- blue ones/);
  await text.fill("## Umbrellas\n\nUmbrellas are lent for two crowns in the lobby.");
  await page.getByRole("form", { name: "Text" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("form", { name: "Text" }).getByRole("status")).toHaveText("Saved");
  await page.reload();
  await expect(text).toHaveValue(/two crowns/);
});

test("all of it goes by keyboard", async ({ world }) => {
  const { page } = await world.agent("ana");
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await expect(page).toHaveURL(/\/knowledge$/);
  await page.getByRole("link", { name: "Add a source" }).first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/knowledge\/add/);
  await page.getByRole("link", { name: /^Text/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type("By hand");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Kites are lent at the south gate.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "By hand" })).toBeVisible();
  await page.getByRole("switch", { name: "In use" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("switch", { name: "In use" })).toHaveAttribute("aria-checked", "false");
});

test("a workspace without sources says what will stand here, and the one next step", async ({ world }) => {
  const baton = await Baton.empty();
  for (const [name, seat] of [["1440", {}], ["390", PHONE]] as const) {
    const page = await (await world.context(seat)).newPage();
    await page.goto(`${baton.url}/sign-in`);
    await signIn(page, "ana@empty.test", "nothing-here-yet");
    await page.goto(`${baton.url}/knowledge`);
    await expect(page.getByRole("link", { name: "Add the first source" })).toBeVisible();
    await picture(page, `knowledge-nothing-${name}`);
    // An open page goes on to ask.
    await page.close();
  }
  await baton.stop();
});

const SEATS = {
  "1440-light": { colorScheme: "light" },
  "1440-dark": { colorScheme: "dark" },
  "1024-light": { colorScheme: "light", viewport: { width: 1024, height: 768 } },
  "390-light": { colorScheme: "light", ...PHONE },
  "390-dark": { colorScheme: "dark", ...PHONE },
  "390-german": { locale: "de-DE", ...PHONE },
  "1440-german": { locale: "de-DE" },
} as const;

for (const [name, seat] of Object.entries(SEATS)) {
  test(`axe finds nothing on any page of knowledge, and nothing sticks out (${name})`, async ({ world }) => {
    const { page } = await world.agent("ana", { ...seat, path: "/knowledge" });
    await expect(page.getByRole("table").first()).toBeVisible();
    expect(await findings(page), "sources").toEqual([]);
    await picture(page, `knowledge-sources-${name}`);
    await page.getByRole("table").first().getByRole("rowheader").first().getByRole("link").click();
    await expect(page.locator(".know-pages")).toBeVisible();
    expect(await findings(page), "a source").toEqual([]);
    await picture(page, `knowledge-source-${name}`);
    await page.locator(".know-pages").getByRole("rowheader").first().getByRole("link").first().click();
    await expect(page.locator(".know-passage").first()).toBeVisible();
    expect(await findings(page), "a page").toEqual([]);
    await picture(page, `knowledge-page-${name}`);
    for (const kind of ["website", "sitemap", "files", "pairs", "text"]) {
      await page.goto(`${world.baton.url}/knowledge/add?kind=${kind}`);
      await expect(page.locator("html")).toHaveAttribute("data-hydrated");
      for (const more of await page.locator("details.know-more > summary").all()) await more.click();
      expect(await findings(page), kind).toEqual([]);
      await picture(page, `knowledge-add-${kind}-${name}`);
    }
    if (name === "1440-german") {
      await expect(page).toHaveTitle("Quelle hinzufügen · Baton");
      expect(await page.locator("main").innerText()).not.toMatch(/\b(the|Add|your|with|pages)\b/);
    }
  });
}
