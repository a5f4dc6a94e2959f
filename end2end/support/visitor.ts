import { type BrowserContext, type FrameLocator, type Locator, type Page, expect } from "@playwright/test";
import type { Log } from "./log.ts";
import { type Message, message } from "./thread.ts";

/** A customer on a site with the widget. */
export class Visitor {
  /** The ids of the messages that the widget sent, in order. */
  readonly ids: string[] = [];
  /** The token that the widget was given; it proves who the visitor is. */
  token = "";
  readonly frame: FrameLocator;
  readonly launcher: Locator;
  readonly box: Locator;
  readonly send: Locator;
  readonly log: Locator;
  readonly answers: Locator;
  readonly own: Locator;
  readonly person: Locator;
  readonly name: Locator;
  readonly email: Locator;
  readonly input: Locator;

  constructor(
    readonly page: Page,
    private readonly team: Log,
  ) {
    this.frame = page.frameLocator("iframe[title=Chat]");
    this.launcher = page.getByRole("button", { name: "Open chat" });
    this.box = this.frame.getByRole("textbox", { name: "Message" });
    this.send = this.frame.getByRole("button", { name: "Send", exact: true });
    this.log = this.frame.getByRole("log", { name: "Conversation" });
    this.answers = this.log.getByRole("article", { name: /^AI assistant / });
    this.own = this.log.getByRole("article", { name: "You", exact: true });
    this.person = this.frame.getByRole("button", { name: "Talk to a person" });
    this.name = this.frame.getByRole("textbox", { name: "Your name" });
    this.email = this.frame.getByRole("textbox", { name: "Your e-mail" });
    this.input = this.frame.locator("input[type=file]");
    page.on("request", (request) => {
      if (!request.url().includes("/api/widget/v1/")) return;
      this.token = request.headers().authorization?.replace("Bearer ", "") ?? this.token;
      if (request.url().endsWith("/messages")) this.ids.push(request.postDataJSON().id);
    });
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** Opens the chat, and waits until the thread is there. */
  async openChat(): Promise<void> {
    await this.launcher.click();
    await this.isReady();
  }

  async isReady(): Promise<void> {
    await expect(this.box).toBeVisible();
    await expect(this.log).toHaveAttribute("aria-busy", "false");
  }

  /** Writes and waits until the server has taken it. */
  async say(text: string): Promise<void> {
    await this.box.fill(text);
    const taken = this.page.waitForResponse((reply) => reply.url().endsWith("/api/widget/v1/messages") && reply.ok());
    await this.send.click();
    await taken;
    await expect(this.own.last()).not.toContainText(/Sending|Not sent/);
  }

  /** Chooses files, and waits until none is under way any more. */
  async attach(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.frame.getByRole("button", { name: "Attach files" }).click()]);
    await chooser.setFiles(files);
    await expect(this.frame.getByRole("button", { name: `Remove ${files.at(-1)!.name}` })).toBeVisible();
    await expect(this.frame.getByRole("progressbar")).toHaveCount(0);
  }

  /** Writes and waits for what the AI answers. */
  async ask(text: string): Promise<Locator> {
    const before = await this.answers.count();
    await this.say(text);
    await expect(this.answers).toHaveCount(before + 1, { timeout: 20_000 });
    return this.answers.last();
  }

  sources(answer: Locator): Locator {
    return answer.getByRole("list", { name: "Sources" }).getByRole("link");
  }

  /** Gives a name, and before it an address where the wait is long enough to ask for one. */
  async giveName(name: string): Promise<void> {
    const save = this.frame.getByRole("button", { name: "Save" });
    await expect(save).toBeVisible();
    if (await this.email.isVisible()) {
      await this.email.fill("mara@example.com");
      await save.click();
    }
    await this.name.fill(name);
    await save.click();
  }

  /** Asks for a person by the button, and sees at once that one will come. */
  async askForPerson(): Promise<void> {
    await this.person.first().click();
    await expect(this.frame.getByText(/A person will join you here|The team isn't here right now/)).toBeVisible();
  }

  /** The conversation's id, as only the team knows it. */
  async conversation(): Promise<string> {
    expect(this.ids.length, "the visitor has written").toBeGreaterThan(0);
    return this.team.conversationOf(this.ids[0]!);
  }

  /** The messages as the visitor sees them. */
  async thread(): Promise<Message[]> {
    const seen = await this.log.locator(".row:not([data-key=greeting]) > article").evaluateAll((articles) =>
      articles.map((article) => {
        const bubble = (article.querySelector(".bubble") ?? document.createElement("p")).cloneNode(true) as Element;
        for (const it of bubble.querySelectorAll(".ref, button")) it.remove();
        return [article.getAttribute("aria-label") ?? "", bubble.textContent ?? ""] as const;
      }),
    );
    return seen.map(([label, text]) => message(label === "You" ? "visitor" : label.startsWith("AI assistant") ? "AI" : label, text));
  }
}
