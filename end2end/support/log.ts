import { expect } from "@playwright/test";

/** As much of an event as the stories look at. */
export interface Event {
  seq: number;
  conversation: string;
  by: { is: string; name?: string };
  what: { is: string; id?: string; body?: { text: string } };
}

/** The workspace's log as a signed-in browser hears it: the measure that all screens are held against. */
export class Log {
  readonly events: Event[] = [];
  private readonly stop = new AbortController();

  private constructor() {}

  static async follow(url: string, cookie: string): Promise<Log> {
    const log = new Log();
    const reply = await fetch(`${url}/inbox/events?after=0`, { headers: { cookie, accept: "text/event-stream" }, signal: log.stop.signal });
    if (!reply.ok || !reply.body) throw new Error(`the log answered ${reply.status}`);
    // Ends with the abort below, or with the server.
    log.read(reply.body).catch(() => {});
    return log;
  }

  /** The conversation that this message of a visitor is in. */
  async conversationOf(message: string): Promise<string> {
    await expect.poll(() => this.event(message)?.seq ?? 0, { message: `message ${message} is in the log` }).toBeGreaterThan(0);
    return this.event(message)!.conversation;
  }

  /** What happened in a conversation, in order. */
  of(conversation: string): Event[] {
    return this.events.filter((event) => event.conversation === conversation);
  }

  /** The conversations that these messages are in, as far as they are in the log. */
  holding(messages: string[]): string[] {
    return messages.flatMap((id) => this.event(id)?.conversation ?? []);
  }

  end(): void {
    this.stop.abort();
  }

  private event(message: string): Event | undefined {
    return this.events.find((event) => event.what.id === message);
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        // What isn't an event of the log, such as who looks where, has another form.
        const event = line.startsWith("data:") ? JSON.parse(line.slice(5))?.event : undefined;
        if (event) this.events.push(event);
      }
    }
  }
}
