import { Log } from "../support/log.ts";

interface Guest {
  token: string;
  address: string;
  conversation: string;
  nSaid: number;
}

/** What an agent sets and takes away. */
const TAGS = ["billing", "boats", "vip"];

/** Many visitors and an agent who are at it all at once, over the API that browsers use. */
export class Crowd {
  /** How long each change took until it was answered, in milliseconds. */
  readonly took: number[] = [];
  /** What was answered with something else than it should have been. */
  readonly failed: string[] = [];
  private readonly guests: Guest[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private seed = 7;

  private constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  /** So many visitors, each of whom waits for a person; `cookie` is an agent's. Baton must trust this machine as a proxy. */
  static async gather(url: string, assistant: string, cookie: string, n: number): Promise<Crowd> {
    const crowd = new Crowd(url, cookie);
    const log = await Log.follow(url, cookie);
    for (let nth = 0; nth < n; nth++) crowd.guests.push(await crowd.arrives(assistant, nth, log));
    log.end();
    return crowd;
  }

  /** From now on so many things happen a second. */
  runs(perSecond: number): void {
    this.timer = setInterval(() => {
      const change = this.change().finally(() => this.underWay.delete(change));
      this.underWay.add(change);
    }, 1000 / perSecond);
  }

  /** Nothing happens any more, once all that was begun has been answered. */
  async stops(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
  }

  private async arrives(assistant: string, nth: number, log: Log): Promise<Guest> {
    const address = `10.1.${Math.floor(nth / 250)}.${(nth % 250) + 1}`;
    const started = await this.send("/api/widget/v1/start", { "x-forwarded-for": address }, { assistant });
    const guest: Guest = { token: (await started.json()).token, address, conversation: "", nSaid: 0 };
    await this.says(guest, "/person", {});
    const id = `busy-${nth}-first`;
    await this.says(guest, "/messages", { id, body: `It is about order ${4_000 + nth}, which hasn't come yet`, page: null });
    guest.conversation = await log.conversationOf(id);
    return guest;
  }

  /** One thing happens to one of them: half of it are messages. */
  private async change(): Promise<void> {
    const guest = this.guests[this.dice(this.guests.length)]!;
    const begun = performance.now();
    try {
      await this.happens(guest, this.dice(10));
      this.took.push(performance.now() - begun);
    } catch (error) {
      this.failed.push(String(error));
    }
  }

  private happens(guest: Guest, what: number): Promise<Response> {
    if (what < 5) {
      guest.nSaid += 1;
      const body = `One more thing, the ${guest.nSaid}th: is there anything new about my order?`;
      return this.says(guest, "/messages", { id: `busy-${guest.conversation}-${guest.nSaid}`, body, page: null });
    }
    const tag = TAGS[this.dice(TAGS.length)]!;
    const commands: Record<number, object> = {
      6: { is: "claim" },
      7: { is: "reply", id: `busy-reply-${this.took.length}-${this.underWay.size}-${this.dice(1e6)}`, body: { text: "I look into it." }, seen: null },
      8: { is: "hand_back", settled: null },
      9: { is: this.dice(2) ? "tag" : "untag", tag },
    };
    const command = commands[what];
    return command ? this.send("/api/app/act", { cookie: this.cookie }, { id: guest.conversation, command }) : this.says(guest, "/person", {});
  }

  private says(guest: Guest, path: string, body: object): Promise<Response> {
    return this.send(`/api/widget/v1${path}`, { authorization: `Bearer ${guest.token}`, "x-forwarded-for": guest.address }, body);
  }

  private async send(path: string, headers: Record<string, string>, body: object): Promise<Response> {
    const json = { "content-type": "application/json", accept: "application/json", origin: this.url };
    const reply = await fetch(this.url + path, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
    // Somebody may have been quicker.
    if (!reply.ok && reply.status !== 409) throw new Error(`${path} was answered with ${reply.status}: ${await reply.text()}`);
    return reply;
  }

  /** A number below `n`, the same ones in each run. */
  private dice(n: number): number {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.seed / 2_147_483_648) * n);
  }
}
