import { expect } from "@playwright/test";
import type { Agent } from "./agent.ts";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Sets the hours as the page of settings does. */
async function set(agent: Agent, week: object[]): Promise<void> {
  const change = { is: "hours", hours: { zone: "Europe/Amsterdam", week, holidays: [] } };
  const reply = await agent.page.request.post(`${agent.url}/api/app/change_settings`, { data: { change }, headers: { origin: agent.url } });
  expect(reply.status(), await reply.text()).toBe(200);
}

/** The team is there around the clock. */
export const openHours = (agent: Agent): Promise<void> => set(agent, []);

/** The team is there for one hour a week, three days from now at nine. */
export async function closeHours(agent: Agent): Promise<string> {
  const then = new Date(Date.now() + 3 * 86_400_000);
  await set(agent, [{ day: DAYS[then.getDay()], from: 9 * 60, to: 10 * 60 }]);
  return then.toLocaleDateString("en-GB", { weekday: "long", timeZone: "Europe/Amsterdam" });
}
