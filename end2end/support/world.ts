import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium, expect, test as base } from "@playwright/test";
import { Agent } from "./agent.ts";
import { Baton } from "./baton.ts";
import { Log } from "./log.ts";
import { Proxy } from "./proxy.ts";
import { Visitor } from "./visitor.ts";

export { expect } from "@playwright/test";

/** The people of the sample workspace. */
export const PEOPLE = {
  ana: { email: "agent@demo.test", name: "Ana Ortiz" },
  ben: { email: "ben@demo.test", name: "Ben Achterberg" },
} as const;
export const PASSWORD = "baton-demo";
export type Person = keyof typeof PEOPLE;

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;
type Sessions = Record<Person, Session>;

/** Options of a browser of its own, and the address that it finds Baton at. */
export interface Seat extends BrowserContextOptions {
  via?: string;
  path?: string;
  /** Messages can be taken back for five seconds, as it comes; other stories don't wait for that. */
  holds?: boolean;
}

/** What one story has: browsers that share nothing, and an ear for all that goes wrong in any of them. */
export class World {
  private readonly contexts: BrowserContext[] = [];
  private readonly proxies: Proxy[] = [];
  private readonly problems: string[] = [];
  private readonly expected: RegExp[] = [];
  private readonly visitors: Visitor[] = [];

  constructor(
    private readonly browser: Browser,
    readonly baton: Baton,
    private readonly sessions: Sessions,
    readonly log: Log,
  ) {}

  /** A browser of its own. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.heard(await this.browser.newContext(options), options);
  }

  /** A browser with a profile, that lets frames of another site keep things. The others are like private windows and don't. */
  async profile(): Promise<BrowserContext> {
    const { launchOptions, headless, locale, timezoneId } = test.info().project.use;
    const args = [...(launchOptions?.args ?? []), "--disable-features=TrackingProtection3pcd"];
    return this.heard(await chromium.launchPersistentContext("", { ...launchOptions, args, headless, locale, timezoneId }), {});
  }

  private async heard(context: BrowserContext, options: BrowserContextOptions): Promise<BrowserContext> {
    this.contexts.push(context);
    context.on("console", (said) => {
      if (said.type() === "error" || /hydrat|Content Security Policy/i.test(said.text())) this.note(`console: ${said.text()} (${said.location().url})`);
    });
    context.on("weberror", (error) => this.note(`page error: ${error.error().stack ?? error.error()}`));
    context.on("dialog", (dialog) => {
      this.note(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    if (options.javaScriptEnabled !== false) {
      await context.addInitScript(() => {
        // A trap in wasm is told with the way to it.
        Error.stackTraceLimit = 40;
        addEventListener("securitypolicyviolation", (it) => console.error(`policy violated: ${it.effectiveDirective} ${it.blockedURI}`));
      });
    }
    return context;
  }

  /** A fresh visitor on the sample site; the chat isn't open yet. */
  async visitor({ via, path, ...options }: Seat = {}): Promise<Visitor> {
    const page = await (await this.context(options)).newPage();
    const visitor = new Visitor(page, this.log);
    this.visitors.push(visitor);
    await page.goto((via ?? this.baton.url) + (path ?? "/demo"));
    return visitor;
  }

  /** A fresh visitor with the chat open. */
  async chatting(seat: Seat = {}): Promise<Visitor> {
    const visitor = await this.visitor(seat);
    await visitor.openChat();
    return visitor;
  }

  /** A member of the team at the inbox, in a browser of their own. */
  async agent(who: Person = "ana", { via, path, holds, ...options }: Seat = {}): Promise<Agent> {
    const context = await this.context({ storageState: this.sessions[who], ...options });
    // An empty page has no storage.
    if (!holds) await context.addInitScript(() => location.protocol.startsWith("http") && localStorage.setItem("undo-send", "off"));
    const agent = new Agent(await context.newPage(), PEOPLE[who].name, via ?? this.baton.url);
    if (options.javaScriptEnabled === false) await agent.page.goto(agent.url + (path ?? "/inbox"));
    else await agent.goto(path ?? "/inbox");
    return agent;
  }

  /** A line to Baton that can be cut. */
  async proxy(): Promise<Proxy> {
    const proxy = await Proxy.before(this.baton.url);
    this.proxies.push(proxy);
    return proxy;
  }

  /** Whether Baton runs with the embedding model. */
  async hasModel(): Promise<boolean> {
    return (await (await fetch(`${this.baton.url}/readyz`)).json()).model;
  }

  /** From here on, what matches belongs to the story. */
  expects(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  async end(): Promise<void> {
    for (const context of this.contexts) await context.close();
    for (const proxy of this.proxies) await proxy.end();
    await this.tidy();
    expect(this.problems, "nothing went wrong in any browser").toEqual([]);
  }

  /** Closes what this story opened: a list draws only the rows in sight, and the next story looks for its own. */
  private async tidy(): Promise<void> {
    const cookie = this.sessions.ana.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    for (const id of new Set(this.visitors.flatMap((it) => this.log.holding(it.ids)))) {
      const body = JSON.stringify({ id, command: { is: "close" } });
      const headers = { cookie, origin: this.baton.url, "content-type": "application/json", accept: "application/json" };
      const done = await fetch(`${this.baton.url}/api/app/act`, { method: "POST", headers, body });
      const told = await done.text();
      // A story may have ended the session, closed it itself, or merged it into another.
      const isOver = [401, 409].includes(done.status) || told.includes("merged into another");
      if (!done.ok && !isOver) throw new Error(`closing ${id} was answered with ${done.status}: ${told}`);
    }
  }

  private note(problem: string): void {
    if (!this.expected.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }
}

/** Waits until both tell the same: either may still be catching up with the other. */
export async function agree<T>(one: () => Promise<T> | T, other: () => Promise<T> | T): Promise<void> {
  await expect(async () => expect(await one()).toEqual(await other())).toPass({ timeout: 15_000 });
}

/** What the network says when the line is cut. */
export const CUT = /net::ERR_|Failed to fetch|NetworkError/;

async function signedIn(browser: Browser, baton: Baton, who: Person): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${baton.url}/sign-in`);
  await signIn(page, PEOPLE[who].email);
  await expect(page).toHaveURL(`${baton.url}/inbox`);
  const session = await context.storageState();
  await context.close();
  return session;
}

/** Fills in the form. */
export async function signIn(page: Page, email: string, password: string = PASSWORD): Promise<void> {
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export const test = base.extend<{ world: World }, { words: string[]; baton: Baton; sessions: Sessions; log: Log }>({
  // More of the command line. Stories that want it have a Baton of their own.
  words: [[], { option: true, scope: "worker" }],
  baton: [
    async ({ words }, use) => {
      const baton = await Baton.demo(words);
      await use(baton);
      await baton.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
  // Once per worker: signing in is limited, as it should be.
  sessions: [
    async ({ browser, baton }, use) => {
      await use({ ana: await signedIn(browser, baton, "ana"), ben: await signedIn(browser, baton, "ben") });
    },
    { scope: "worker" },
  ],
  log: [
    async ({ baton, sessions }, use) => {
      const cookie = sessions.ben.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
      const log = await Log.follow(baton.url, cookie);
      await use(log);
      log.end();
    },
    { scope: "worker" },
  ],
  world: async ({ browser, baton, sessions, log }, use) => {
    const world = new World(browser, baton, sessions, log);
    await use(world);
    await world.end();
  },
});
