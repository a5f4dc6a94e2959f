import { WANTS_PERSON } from "../support/questions.ts";
import { expect, test } from "../support/world.ts";

test("two conversations of one person are merged: both widgets go on in one thread, and so does the agent", async ({ world }) => {
  const [phone, laptop] = [await world.chatting(), await world.chatting()];
  await phone.say("My invoice of May is wrong");
  await laptop.say(WANTS_PERSON);
  const ana = await world.agent("ana");
  const goesOn = await ana.open(phone);
  await ana.reply("Which amount does it show?");
  await expect(phone.log).toContainText("Which amount does it show?");
  await ana.open(laptop);

  await test.step("it asks with which, and says what that means", async () => {
    await ana.button("More").click();
    await ana.button("Merge into another conversation…").click();
    await ana.region.getByRole("textbox", { name: "Merge into the conversation (its address)" }).fill(`${world.baton.url}/inbox/${goesOn}`);
    await ana.button("Go on").click();
    await expect(ana.region).toContainText("This can't be taken back.");
    await ana.page.screenshot({ path: "artefacts/screens/merge.png", animations: "disabled" });
    await ana.button("Yes, merge them").click();
  });

  await test.step("the one is closed for good and leads to the other, which has what was said", async () => {
    await expect(ana.holder).toContainText("Merged.");
    await ana.log.getByRole("link", { name: "Go there" }).click();
    await expect(ana.log).toContainText("merged the conversation with");
    await expect(ana.log.locator(".absorbed")).toContainText(WANTS_PERSON);
    await ana.page.screenshot({ path: "artefacts/screens/merged.png", animations: "disabled" });
  });

  await test.step("both widgets show the one thread, and go on in it", async () => {
    await expect(laptop.log).toContainText("Which amount does it show?");
    await expect(phone.log).toContainText(WANTS_PERSON);
    await laptop.say("It shows 42 EUR");
    await expect(phone.log).toContainText("It shows 42 EUR");
    await expect(ana.log).toContainText("It shows 42 EUR");
  });
});
