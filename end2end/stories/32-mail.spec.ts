import { PHONE, findings, picture } from "../support/look.ts";
import type { Visitor } from "../support/visitor.ts";
import { type World, expect, test } from "../support/world.ts";

// A Baton of its own, without a mail server; what isn't read at once would be mailed at once.
test.use({ words: ["--mail-delay", "0", "--mail-inbound", "support@example.com"] });

/** A visitor who wrote, left an address, and has gone. */
async function gone(world: World, email: string): Promise<{ visitor: Visitor; id: string }> {
  const visitor = await world.chatting();
  await visitor.say("Where is my refund?");
  const id = await visitor.conversation();
  const left = await visitor.page.request.post(`${world.baton.url}/api/widget/v1/email`, {
    headers: { authorization: `Bearer ${visitor.token}`, origin: world.baton.url },
    data: { email },
  });
  expect(left.ok()).toBe(true);
  await visitor.page.close();
  return { visitor, id };
}

test("without a server a mail is listed with its link, and the thread says that nothing was mailed", async ({ world }) => {
  const { id } = await gone(world, "mara@example.com");
  const ana = await world.agent("ana");
  await ana.openById(id);
  await ana.reply("It is on its way.");
  await expect(ana.log.locator(".replied").last()).toContainText("Not e-mailed: no server", { timeout: 20_000 });
  const details = ana.page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("Not confirmed yet: notices only");
  await expect(details).toContainText("No mail server is set up");

  await ana.goto("/settings/mail");
  const out = ana.page.getByRole("list", { name: "Mails that went out" });
  const mail = out.getByRole("listitem").filter({ hasText: "mara@example.com" });
  await expect(mail).toContainText("Not sent: no server");
  await expect(ana.page.getByRole("region", { name: "How mail goes out" })).toContainText("support+…@example.com");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await mail.getByRole("button", { name: "Copy the link" }).click();
  await expect(mail).toContainText("Copied");
  await expect.poll(() => ana.page.evaluate(() => navigator.clipboard.readText())).toMatch(/^http.*\/mail\/\w+/);
  await mail.getByRole("link", { name: /^Conversation with / }).click();
  await expect(ana.page).toHaveURL(new RegExp(`/inbox/${id}`));
});

test("the page of mails, on every screen", async ({ world }) => {
  for (const [name, seat] of [
    ["desktop-light", {}],
    ["desktop-dark", { colorScheme: "dark" }],
    ["phone-light", PHONE],
    ["phone-dark", { ...PHONE, colorScheme: "dark" }],
  ] as const) {
    const { page } = await world.agent("ana", { ...seat, path: "/settings/mail" });
    await expect(page.getByRole("list", { name: "Mails that went out" }).getByRole("listitem").first()).toBeVisible();
    expect(await findings(page), name).toEqual([]);
    await picture(page, `mail-${name}`);
  }
  const { page } = await world.agent("ana", { locale: "de-DE", path: "/settings/mail" });
  await expect(page.getByRole("list", { name: "Ausgegangene E-Mails" })).toContainText("Kein Mailserver ist eingerichtet");
});
