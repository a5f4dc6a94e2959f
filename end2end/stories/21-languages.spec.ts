import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { TOO_LONG } from "../support/hostile.ts";
import { PLAIN, WANTS_PERSON } from "../support/questions.ts";
import { PASSWORD, PEOPLE, type World, expect, test } from "../support/world.ts";

const GERMAN = { locale: "de-DE" } as const;
const SIZES = { 1440: { width: 1440, height: 900 }, 1024: { width: 1024, height: 768 }, 390: { width: 390, height: 844 } } as const;

/** What axe finds; where more contrast is asked for, also text under 7:1. */
async function findings(page: Page, contrast: "no-preference" | "more"): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ rules: { "color-contrast-enhanced": { enabled: contrast === "more" } } }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" > ")} ${node.any[0]?.message ?? ""}`));
}

async function isAlive(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-whole");
}

/** A conversation with an answer, that waits for a person. */
async function waiting(world: World): Promise<string> {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.say(WANTS_PERSON);
  return visitor.conversation();
}

test("a German browser gets a German inbox, from the sign-in to a closed conversation", async ({ world }) => {
  world.expects(/status of 422/);
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const page = await (await world.context(GERMAN)).newPage();

  await page.goto(`${world.baton.url}/sign-in?next=/inbox/${id}`);
  await isAlive(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page).toHaveTitle("Anmelden · Baton");
  await page.getByRole("textbox", { name: "E-Mail" }).fill(PEOPLE.ben.email);
  await page.getByLabel("Passwort").fill("falsch");
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByRole("alert")).toContainText("E-Mail und Passwort passen nicht zusammen.");
  await page.getByRole("textbox", { name: "E-Mail" }).fill(PEOPLE.ben.email);
  await page.getByLabel("Passwort").fill(PASSWORD);
  await page.getByRole("button", { name: "Anmelden" }).click();

  const region = page.getByRole("region", { name: "Verlauf" });
  const log = region.getByRole("log", { name: "Gespräch" });
  const button = (name: string) => region.getByRole("button", { name, exact: true });
  await expect(region).toBeVisible();
  await isAlive(page);
  await expect(page.getByRole("list", { name: "Gespräche" }).getByRole("link").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Details" })).toContainText("Erstkontakt");
  await expect(log).toContainText("Heute");
  await expect(log).toContainText("An Menschen übergeben: Mensch gewünscht");
  await log.getByText("Warum", { exact: true }).first().click();
  await expect(log.getByRole("columnheader", { name: "Textstelle" }).first()).toBeVisible();
  await expect(log.locator(".why .figure").first(), "a decimal comma").toHaveText(/^\d,\d\d$/);

  await button("Annehmen").click();
  await expect(region.locator(".holder-who")).toContainText("Liegt bei dir. Die KI schweigt.");
  await region.getByRole("textbox", { name: "Antwort" }).fill("Guten Tag!");
  await button("Senden").click();
  await expect(visitor.log).toContainText("Guten Tag!");
  await button("Notiz").click();
  await expect(region.getByText("Nur dein Team sieht das")).toBeVisible();
  await region.getByRole("textbox", { name: "Notiztext" }).fill(TOO_LONG);
  await button("Notiz hinzufügen").click();
  await expect(region.getByRole("alert")).toHaveText(/^Eine Nachricht kann 8000 Zeichen haben; diese hat \d+\.$/);
  await region.getByRole("textbox", { name: "Notiztext" }).fill("");
  await button("Schließen").click();
  await expect(log).toContainText("Ben Achterberg hat das Gespräch geschlossen");
  await expect(region.locator(".holder-who")).toContainText("Eine Antwort öffnet das Gespräch wieder.");
  await page.getByRole("link", { name: /^Geschlossen/ }).click();
  await expect(page.getByRole("list", { name: "Gespräche" }).locator(`a[href^="/inbox/${id}"]`)).toContainText("Geschlossen");
});

test("no word of a German page changes when it comes alive", async ({ world }) => {
  const id = await waiting(world);
  // Opening it marks it as read, which is one figure less: it is opened once before.
  const first = await world.agent("ana");
  await first.openById(id);
  await expect(first.row(id)).not.toContainText("Unread");
  // So high that every row is in sight: a living list draws no others.
  const seat = { ...GERMAN, timezoneId: "UTC", viewport: { width: 1440, height: 9000 } };
  for (const path of ["/inbox", `/inbox/${id}`, "/inbox?folder=closed"]) {
    const still = await world.agent("ana", { ...seat, path, javaScriptEnabled: false });
    const alive = await world.agent("ana", { ...seat, path });
    const words = async (page: Page) => {
      const text = await page.locator("body").evaluate((body) => {
        const shown = body.cloneNode(true) as HTMLElement;
        // A visitor's language by name, their local time, and whether it was ever asked to notify: a browser alone can tell. Who is
        // near goes on while we look. Of a long list the server draws forty rows.
        for (const it of shown.querySelectorAll("script, .by-browser, .notify-prompt, .row-near, .near-faces, .rows > :nth-child(n + 41)")) it.remove();
        return (shown.textContent ?? "").replace(/\s+/g, " ");
      });
      // Waits go on while we look.
      return text.replace(/(Wartet ?)?(zu lange: ?)?\d+ (s|min|Std\.|Tage?)|jetzt/g, "…");
    };
    // A page that lives follows what happens, such as that a thread was read: the still one is drawn anew until both tell of one moment.
    await expect(async () => {
      await still.page.reload();
      expect(await words(alive.page)).toBe(await words(still.page));
    }).toPass({ timeout: 15_000 });
    expect(await words(alive.page)).toContain("Eingang");
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`the language is chosen on the page, kept, and chosen back (${javaScriptEnabled ? "with" : "without"} scripts)`, async ({ world }) => {
    const id = await waiting(world);
    const { page } = await world.agent("ana", { path: `/inbox/${id}?folder=closed`, javaScriptEnabled });
    const html = page.locator("html");
    await expect(html).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await expect(html).toHaveAttribute("lang", "de");
    await expect(page, "back where it was chosen").toHaveURL(`${world.baton.url}/inbox/${id}?folder=closed`);
    await expect(page.getByRole("region", { name: "Verlauf" })).toBeVisible();
    await page.goto(`${world.baton.url}/inbox`);
    await expect(page.getByRole("heading", { name: "Kein Gespräch geöffnet" })).toBeVisible();
    await page.getByRole("button", { name: "English" }).click();
    await expect(html).toHaveAttribute("lang", "en");
    await expect(page.getByRole("heading", { name: "No conversation is open" })).toBeVisible();
    const outside = await (await world.context({ javaScriptEnabled })).newPage();
    await outside.goto(`${world.baton.url}/sign-in?error=wrong`);
    await outside.getByRole("button", { name: "Deutsch" }).click();
    await expect(outside.getByRole("heading", { name: "Bei Baton anmelden" })).toBeVisible();
    await expect(outside.getByRole("alert")).toContainText("passen nicht zusammen");
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in German, nor with more contrast (${colorScheme})`, async ({ world }) => {
    const id = await waiting(world);
    for (const contrast of ["no-preference", "more"] as const) {
      const { page } = await world.agent("ana", { ...GERMAN, colorScheme, contrast, path: `/inbox/${id}` });
      await page.getByText("Warum", { exact: true }).first().click();
      expect(await findings(page, contrast), `a thread, contrast ${contrast}`).toEqual([]);
      await page.goto(`${world.baton.url}/inbox?folder=closed`);
      await isAlive(page);
      expect(await findings(page, contrast), `what is closed, contrast ${contrast}`).toEqual([]);
      const outside = await (await world.context({ ...GERMAN, colorScheme, contrast })).newPage();
      await outside.goto(`${world.baton.url}/sign-in?error=wrong`);
      await isAlive(outside);
      expect(await findings(outside, contrast), `the sign-in, contrast ${contrast}`).toEqual([]);
    }
  });
}

/** Pictures to be looked at: artefacts/screens/. */
const LOOKS = {
  german: { ...GERMAN },
  "german-dark": { ...GERMAN, colorScheme: "dark" },
  contrast: { contrast: "more" },
  "contrast-dark": { contrast: "more", colorScheme: "dark" },
  forced: { forcedColors: "active" },
  mirrored: {},
} as const;

for (const [look, options] of Object.entries(LOOKS)) {
  test(`nothing sticks out and nothing overlaps: ${look}`, async ({ world }) => {
    const id = await waiting(world);
    for (const [width, viewport] of Object.entries(SIZES)) {
      const phone = width === "390" ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {};
      const { page } = await world.agent("ben", { ...options, viewport, ...phone, path: `/inbox/${id}` });
      // No language of ours runs from right to left yet; the styles are ready for one.
      if (look === "mirrored") await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      await page.screenshot({ path: `artefacts/screens/look-${look}-${width}.png`, animations: "disabled" });
      const seen = await page.evaluate(() => {
        const shown = [...document.querySelectorAll<HTMLElement>(".rail-link span, .button, .tab, .mode, h2")].filter((it) => it.checkVisibility() && it.offsetWidth > 1);
        const isOut = ({ left, right }: DOMRect) => left < -1 || right > innerWidth + 1;
        return {
          over: Math.max(document.documentElement.scrollWidth - innerWidth, -document.documentElement.scrollLeft),
          out: shown.filter((it) => isOut(it.getBoundingClientRect())).map((it) => it.textContent),
          cut: shown.filter((it) => it.tagName !== "H2" && it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0).map((it) => it.textContent),
        };
      });
      expect(seen, `${look} at ${width}`).toEqual({ over: 0, out: [], cut: [] });
      if (look === "mirrored") {
        const at = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
        if (width === "1440") {
          expect((await at(".rail")).x, "the rail stands at the right").toBeGreaterThan((await at(".list")).x);
          expect((await at(".list")).x, "the list right of the thread").toBeGreaterThan((await at(".thread")).x);
          expect((await at(".thread")).x, "the details at the left").toBeGreaterThan((await at(".details")).x);
        }
        if (width === "390") {
          const way = await page.locator(".back .mark").evaluate((mark) => getComputedStyle(mark).transform);
          expect(way, "the way back points the other way").toBe("matrix(-1, 0, 0, 1, 0, 0)");
        }
      }
    }
  });
}
