import type { Page } from "@playwright/test";
import { CUT, expect, test } from "../support/world.ts";

// A Baton of its own, as `make later` looks at one: what others left in a thread may need what comes later.
test.use({ words: ["--allow-private", "127.0.0.2/32"] });

/** The wasm that the page asked for, and how: "fetch" as it comes, "xhr" while something waited for it. */
function asked(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (it) => {
    const name = /\/(app|rest)\.\w+\.wasm$/.exec(it.url())?.[1];
    if (name) asked.push(`${name} ${it.resourceType()}`);
  });
  return asked;
}

/** Quick builds are in one file. */
async function isSplit(page: Page): Promise<boolean> {
  const script = await page.evaluate(() => [...document.scripts].map((it) => /import\("([^"]+)"\)/.exec(it.textContent ?? "")?.[1]).find(Boolean));
  return /rest\.\w+\.wasm/.test(await (await page.request.get(new URL(script ?? "", page.url()).href)).text());
}

test("a page is alive by the first half of the code; the rest comes by itself", async ({ world }) => {
  const ana = await world.agent("ana");
  await ana.goto("/inbox");
  test.skip(!(await isSplit(ana.page)), "a quick build");
  for (const path of ["/inbox", (await ana.page.locator(".rows .row-link").first().getAttribute("href")) ?? ""]) {
    const seen = asked(ana.page);
    const rest = ana.page.waitForRequest(/\/rest\.\w+\.wasm$/);
    await ana.goto(path);
    await rest;
    expect(seen.map((it) => it.replace("app other", "app fetch")), "nothing had to wait for the rest: else run `make later`").toEqual(["app fetch", "rest fetch"]);
    ana.page.removeAllListeners("request");
  }
});

test("where the rest can't be fetched, the page says so, and goes on once it can", async ({ world }) => {
  const ana = await world.agent("ana");
  await ana.goto("/inbox");
  test.skip(!(await isSplit(ana.page)), "a quick build");
  const thread = (await ana.page.locator(".rows .row-link").first().getAttribute("href")) ?? "";
  world.expects(CUT, /rest\.\w+\.wasm|ERR_FAILED|Failed to load resource/);
  await ana.page.route(/\/rest\.\w+\.wasm$/, (route) => route.abort());
  await ana.page.goto(ana.url + thread);
  await expect(ana.page.locator("html")).toHaveAttribute("data-hydrated");
  const notice = ana.page.getByRole("alert").filter({ hasText: "couldn’t be fetched" });
  await expect(notice).toBeHidden();
  await ana.region.getByRole("button", { name: "Assign" }).click();
  await expect(notice).toBeVisible();
  await ana.page.unroute(/\/rest\.\w+\.wasm$/);
  await expect(notice, "it is tried again").toBeHidden();
  await ana.region.getByRole("button", { name: "Assign" }).click();
  await expect(ana.region.locator(".menu-panel")).toBeVisible();
});
