import { Smtp } from "../support/smtp.ts";
import { type World, expect, test as base } from "../support/world.ts";

const test = base.extend<{ world: World }, { smtp: Smtp }>({
  smtp: [
    async ({}, use) => {
      const smtp = await Smtp.open();
      await use(smtp);
      await smtp.end();
    },
    { scope: "worker" },
  ],
  words: [async ({ smtp }, use) => use(["--mail-delay", "0", "--smtp-url", `smtp://127.0.0.1:${smtp.port}?tls=none`]), { scope: "worker", option: true }],
});

test("a mail that was refused says why in the thread, and goes out when it is sent again", async ({ world, smtp }) => {
  const visitor = await world.chatting();
  await visitor.say("Where is my refund?");
  const id = await visitor.conversation();
  const headers = { authorization: `Bearer ${visitor.token}`, origin: world.baton.url };
  await visitor.page.request.post(`${world.baton.url}/api/widget/v1/email`, { headers, data: { email: "mara@example.com" } });
  await visitor.page.close();
  smtp.refuses = true;
  const ana = await world.agent("ana");
  await ana.openById(id);
  await ana.reply("It is on its way.");
  const reply = ana.log.locator(".replied").last();
  await expect(reply).toContainText("E-mail given up", { timeout: 20_000 });
  await expect(reply, "the server's own words").toContainText("no such user");
  await expect(ana.log).toContainText("A mail to mara@example.com did not arrive:");

  const german = await world.agent("ben", { locale: "de-DE", path: `/inbox/${id}` });
  await expect(german.page.getByRole("log")).toContainText("Eine E-Mail an mara@example.com kam nicht an:");

  smtp.refuses = false;
  await ana.goto("/settings/mail");
  const mail = ana.page.getByRole("list", { name: "Mails that went out" }).getByRole("listitem").filter({ hasText: "mara@example.com" });
  await expect(mail).toContainText("Given up");
  await mail.getByRole("button", { name: "Send again" }).click();
  await expect(ana.page.getByText("It goes out again.")).toBeVisible();
  await expect.poll(() => smtp.received.filter((it) => it.includes("mara@example.com")).length).toBe(1);
  await expect(mail).toContainText("Sent", { timeout: 20_000 });
  await ana.goto(`/inbox/${id}`);
  await expect(ana.log.locator(".replied").last()).toContainText("Told by e-mail that a reply waits");
});
