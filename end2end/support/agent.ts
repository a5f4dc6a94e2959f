import { type BrowserContext, type Locator, type Page, expect } from "@playwright/test";
import { type Message, message } from "./thread.ts";
import type { Visitor } from "./visitor.ts";

/** A line of the log as the team sees it; `is`: said, replied, answered, noted, or done for what isn't a message. */
export interface Line extends Message {
  is: string;
}

/** A member of the team in the inbox. */
export class Agent {
  /** The server functions that the page called, by name. */
  readonly calls: string[] = [];
  readonly list: Locator;
  readonly region: Locator;
  readonly log: Locator;
  readonly box: Locator;
  readonly note: Locator;
  readonly send: Locator;
  readonly addNote: Locator;

  constructor(
    readonly page: Page,
    readonly name: string,
    readonly url: string,
  ) {
    this.list = page.getByRole("list", { name: "Conversations" });
    this.region = page.getByRole("region", { name: "Thread" });
    this.log = this.region.getByRole("log", { name: "Conversation" });
    this.box = this.region.getByRole("textbox", { name: "Reply" });
    this.note = this.region.getByRole("textbox", { name: "Note text" });
    this.send = this.region.getByRole("button", { name: "Send", exact: true });
    this.addNote = this.region.getByRole("button", { name: "Add note", exact: true });
    page.on("request", (request) => {
      const call = /\/api\/app\/(\w+)/.exec(request.url());
      // Said or asked again and again, whatever happens: who looks, what was read, the figures beside the views, what stands beside a thread.
      if (call?.[1] && !/^(look|look_away|summary|gist|pledges|views|mark_read|bell|alerts_shown|alerts_opened|alerts_before|alerted|card|mail_address|mails|before|knowledge_warnings)$/.test(call[1])) this.calls.push(call[1]);
    });
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  button(name: string): Locator {
    return this.region.getByRole("button", { name, exact: true });
  }

  async isAlive(): Promise<void> {
    await expect(this.page.locator("html")).toHaveAttribute("data-whole");
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.isAlive();
  }

  /** The row of a conversation. */
  row(conversation: string): Locator {
    return this.list.getByRole("listitem").filter({ has: this.page.locator(`a[href^="/inbox/${conversation}"]`) });
  }

  /** The link to a view, in the rail or behind the button "Views". */
  view(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: new RegExp(`^${name} [\\d,]+$`) });
  }

  /** The figure beside a view. */
  async count(name: string): Promise<number> {
    return Number((await this.view(name).locator(".count").textContent())?.replace(",", ""));
  }

  /** Opens a visitor's conversation from the list. */
  async open(visitor: Visitor): Promise<string> {
    const id = await visitor.conversation();
    await this.openById(id);
    return id;
  }

  async openById(id: string): Promise<void> {
    const link = this.row(id).getByRole("link");
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(this.page).toHaveURL(new RegExp(`/inbox/${id}`));
    await expect(this.region).toBeVisible();
    await expect(this.log.getByRole("listitem").first()).toBeVisible();
  }

  /** Replies, and waits until it is in the log. */
  async reply(text: string): Promise<void> {
    await this.mode("Reply");
    await this.sends(this.box, this.send, text, this.log.locator(".replied:not(.on-its-way)"));
  }

  async leaveNote(text: string): Promise<void> {
    await this.mode("Note");
    await this.sends(this.note, this.addNote, text, this.log.locator(".noted:not(.on-its-way)"));
    await this.mode("Reply");
  }

  private async sends(box: Locator, button: Locator, text: string, lines: Locator): Promise<void> {
    const before = await lines.count();
    await box.fill(text);
    await button.click();
    await expect(lines).toHaveCount(before + 1);
    await expect(box).toHaveValue("");
  }

  async mode(mode: "Reply" | "Note"): Promise<void> {
    await this.button(mode).click();
    await expect(this.button(mode)).toHaveAttribute("aria-pressed", "true");
  }

  /** The sentence that says who speaks. */
  get holder(): Locator {
    return this.region.locator(".holder-who");
  }

  /** The conversations in the order of the list. */
  async order(): Promise<string[]> {
    return this.list.locator("a").evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname.replace("/inbox/", "")));
  }

  /** All lines of the open thread. */
  async lines(): Promise<Line[]> {
    const seen = await this.log.locator(".lines > li.line").evaluateAll((items) =>
      items.map((item) => {
        const is = ["said", "replied", "answered", "noted", "done"].find((kind) => item.classList.contains(kind)) ?? item.className;
        const words = (item.querySelector(".bubble.ai > div") ?? item.querySelector(".rich") ?? item).cloneNode(true) as Element;
        for (const it of words.querySelectorAll("sup, time")) it.remove();
        return { is, author: item.querySelector(".author")?.textContent ?? "", text: words.textContent ?? "", isSent: !item.classList.contains("on-its-way") };
      }),
    );
    const by = (is: string, author: string) => (is === "said" ? "visitor" : is === "answered" ? "AI" : author);
    return seen.filter((it) => it.isSent).map((it) => ({ is: it.is, ...message(by(it.is, it.author), it.text) }));
  }

  /** The messages as the visitor should see them too. */
  async thread(): Promise<Message[]> {
    const lines = await this.lines();
    return lines.filter(({ is }) => ["said", "replied", "answered"].includes(is)).map(({ by, words }) => ({ by, words }));
  }
}
