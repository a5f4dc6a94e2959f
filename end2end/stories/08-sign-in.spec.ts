import { WANTS_PERSON } from "../support/questions.ts";
import { PEOPLE, expect, signIn, test } from "../support/world.ts";

test("a wrong password gets a sentence, and the way on stays open", async ({ world }) => {
  const page = await (await world.context()).newPage();
  await page.goto(`${world.baton.url}/sign-in?next=/inbox?folder=closed`);
  await signIn(page, PEOPLE.ben.email, "not-it");
  await expect(page.getByRole("alert")).toContainText("E-mail and password don't match.");
  await expect(page.getByRole("textbox", { name: "E-mail" })).toBeVisible();
  await signIn(page, PEOPLE.ben.email);
  await expect(page).toHaveURL(`${world.baton.url}/inbox?folder=closed`);
});

test("an account that doesn't exist is refused in the same words", async ({ world }) => {
  const page = await (await world.context()).newPage();
  await page.goto(`${world.baton.url}/sign-in`);
  await signIn(page, "nobody@demo.test");
  await expect(page.getByRole("alert")).toContainText("E-mail and password don't match.");
});

test("too many attempts get a sentence and no session", async ({ world }) => {
  const page = await (await world.context()).newPage();
  // The allowance grows back with time: all at once, so that a slow machine doesn't give it any.
  const guess = { form: { email: "many@demo.test", password: "guess", next: "" }, headers: { origin: world.baton.url }, maxRedirects: 0 };
  await Promise.all(Array.from({ length: 40 }, () => page.request.post(`${world.baton.url}/session`, guess)));
  await page.goto(`${world.baton.url}/sign-in`);
  await signIn(page, "many@demo.test", "guess");
  await expect(page.getByRole("alert")).toContainText("Wait a minute");
  await page.goto(`${world.baton.url}/inbox`);
  await expect(page).toHaveURL(/\/sign-in/);
});

for (const foreign of ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"]) {
  test(`signing in never leads away: next=${foreign}`, async ({ world }) => {
    const page = await (await world.context()).newPage();
    await page.goto(`${world.baton.url}/sign-in?next=${encodeURIComponent(foreign)}`);
    await signIn(page, PEOPLE.ana.email);
    await expect(page).toHaveURL(`${world.baton.url}/inbox`);
  });
}

test("pages ask for a sign-in and come back afterwards; signing out ends the session", async ({ world }) => {
  world.expects(/status of 401/);
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const page = await (await world.context()).newPage();
  await page.goto(`${world.baton.url}/inbox/${id}`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, PEOPLE.ana.email);
  await expect(page).toHaveURL(`${world.baton.url}/inbox/${id}`);
  await expect(page.getByRole("region", { name: "Thread" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${world.baton.url}/sign-in`);
  await page.goto(`${world.baton.url}/inbox/${id}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("region", { name: "Thread" })).toHaveCount(0);
  const refused = await page.request.post(`${world.baton.url}/api/app/inbox`, { data: { folder: "open" }, headers: { origin: world.baton.url } });
  expect(refused.ok()).toBe(false);
  expect((await page.request.get(`${world.baton.url}/inbox/events?after=0`)).status()).toBe(401);
});

test("without scripts one can sign in and read the list and a thread", async ({ world }) => {
  const visitor = await world.chatting();
  await visitor.say(WANTS_PERSON);
  const id = await visitor.conversation();
  const page = await (await world.context({ javaScriptEnabled: false })).newPage();
  await page.goto(`${world.baton.url}/inbox`);
  await signIn(page, PEOPLE.ben.email);
  await expect(page).toHaveURL(`${world.baton.url}/inbox`);
  const row = page.getByRole("list", { name: "Conversations" }).locator(`a[href^="/inbox/${id}"]`);
  await expect(row).toContainText("Needs a person");
  await row.click();
  await expect(page).toHaveURL(`${world.baton.url}/inbox/${id}`);
  const log = page.getByRole("region", { name: "Thread" }).getByRole("log", { name: "Conversation" });
  await expect(log).toContainText(WANTS_PERSON);
  await expect(log).toContainText("Handed to people");
  await page.getByRole("link", { name: /^Closed/ }).click();
  await expect(page.getByRole("list", { name: "Conversations" })).toContainText("Closed");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${world.baton.url}/sign-in`);
});
