import { HOSTILE } from "./hostile.ts";
import { NOT_COVERED, PLAIN } from "./questions.ts";
import type { World } from "./world.ts";

/** A conversation with something of everything. */
export async function rich(world: World) {
  const visitor = await world.chatting();
  await visitor.ask(PLAIN);
  await visitor.ask(NOT_COVERED);
  const ana = await world.agent("ana");
  await ana.open(visitor);
  await ana.button("Claim").click();
  await ana.leaveNote("Has written before about the same thing. Ben knows more.");
  await ana.reply("Hello! Let me see what I can find out for you.");
  for (const words of ["a word of ninety letters", "Arabic", "emoji alone"]) await visitor.say(HOSTILE[words]!);
  return { visitor, id: await visitor.conversation() };
}
