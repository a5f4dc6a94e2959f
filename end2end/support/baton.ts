import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BIN = resolve(process.env.BATON_BIN ?? join(import.meta.dirname, "../../target/release/baton"));
/** The first start prepares the sample workspace. */
const START_WITHIN = 180_000;
const STOP_WITHIN = 10_000;

/** One running `baton serve` with a data folder of its own. */
export class Baton {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly said: { text: string },
  ) {}

  /** With the sample workspace; `words` are more of the command line. */
  static async demo(words: string[] = []): Promise<Baton> {
    return Baton.serve(mkdtempSync(join(tmpdir(), "baton-e2e-")), ["--demo", ...words]);
  }

  /** With nothing but one account: `ana@empty.test`, password `nothing-here-yet`. */
  static async empty(): Promise<Baton> {
    const folder = mkdtempSync(join(tmpdir(), "baton-e2e-"));
    const words = ["user", "create", "--data", folder, "--email", "ana@empty.test", "--name", "Ana Ortiz", "--password", "nothing-here-yet"];
    const made = spawnSync(BIN, words, { encoding: "utf8", timeout: 60_000 });
    if (made.status !== 0) throw new Error(`baton ${words.slice(0, 2).join(" ")} failed:\n${made.stderr}`);
    return Baton.serve(folder, []);
  }

  /** With one account, as [`empty`], and the key of its assistant; `words` are more of the command line. */
  static async keyed(words: string[] = []): Promise<[Baton, string]> {
    const folder = mkdtempSync(join(tmpdir(), "baton-bench-"));
    const user = ["user", "create", "--data", folder, "--email", "ana@empty.test", "--name", "Ana Ortiz", "--password", "nothing-here-yet"];
    const made = spawnSync(BIN, user, { encoding: "utf8", timeout: 60_000 });
    const key = /data-assistant="([^"]+)"/.exec(made.stdout)?.[1];
    if (!key) throw new Error(`baton user create gave no key:\n${made.stdout}${made.stderr}`);
    return [await Baton.serve(folder, words), key];
  }

  /** With one account, as [`empty`], so many conversations, and one of so many messages; its id. */
  static async filled(conversations: number, messages: number): Promise<[Baton, string]> {
    const folder = mkdtempSync(join(tmpdir(), "baton-bench-"));
    const words = ["user", "create", "--data", folder, "--email", "ana@empty.test", "--name", "Ana Ortiz", "--password", "nothing-here-yet"];
    const made = spawnSync(BIN, words, { encoding: "utf8", timeout: 60_000 });
    const key = /data-assistant="([^"]+)"/.exec(made.stdout)?.[1];
    if (!key) throw new Error(`baton user create gave no key:\n${made.stdout}${made.stderr}`);
    const first = await Baton.serve(folder, []);
    await first.pattern(key);
    await first.end();
    const fill = [join(import.meta.dirname, "../bench/fill.py"), join(folder, "baton.db"), String(conversations), String(messages)];
    const filled = spawnSync("python3", fill, { encoding: "utf8" });
    if (filled.status !== 0) throw new Error(`it can't be filled:\n${filled.stderr}`);
    return [await Baton.serve(folder, []), filled.stdout.trim()];
  }

  /** A conversation of a visitor and an agent, for others to be made of. */
  private async pattern(assistant: string): Promise<void> {
    const json = { "content-type": "application/json", accept: "application/json", origin: this.url };
    const send = async (path: string, headers: Record<string, string>, body: object) => {
      const reply = await fetch(this.url + path, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body), redirect: "manual" });
      if (reply.status >= 400) throw new Error(`${path} was answered with ${reply.status}: ${await reply.text()}`);
      return reply;
    };
    const { token } = await (await send("/api/widget/v1/start", {}, { assistant })).json();
    const authorization = `Bearer ${token}`;
    await send("/api/widget/v1/messages", { authorization }, { id: "bench-said", body: "Can I talk to someone?", page: null });
    const form = new URLSearchParams({ email: "ana@empty.test", password: "nothing-here-yet" });
    const signed = await fetch(`${this.url}/session`, { method: "POST", headers: { origin: this.url }, body: form, redirect: "manual" });
    const cookie = signed.headers.getSetCookie().map((it) => it.split(";")[0]).join("; ");
    const listed = await (await send("/api/app/search", { cookie }, { text: "someone" })).json();
    const command = { is: "reply", id: "bench-replied", body: { text: "Here I am." }, seen: null };
    await send("/api/app/act", { cookie }, { id: listed.it.hits[0].conversation.id, command });
  }

  private static async serve(folder: string, words: string[]): Promise<Baton> {
    const process = spawn(BIN, ["serve", ...words, "--listen", "127.0.0.1:0", "--data", folder], { stdio: ["ignore", "pipe", "pipe"] });
    const said = { text: "" };
    const url = await new Promise<string>((found, failed) => {
      const late = setTimeout(() => failed(new Error(`baton didn't listen within ${START_WITHIN} ms:\n${said.text}`)), START_WITHIN);
      const hear = (piece: Buffer) => {
        said.text += piece;
        const line = /listening on (http:\/\/[^\s/]+)/.exec(said.text);
        if (line?.[1]) {
          clearTimeout(late);
          found(line[1]);
        }
      };
      process.stdout?.on("data", hear);
      process.stderr?.on("data", hear);
      process.on("error", failed);
      process.on("exit", (code) => failed(new Error(`baton ended with ${code}:\n${said.text}`)));
    });
    return new Baton(url, process, folder, said);
  }

  /** Writes a section of every workspace's settings, as the desk keeps it. */
  set(section: string, body: object): void {
    const words = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
db.execute("""insert into setting (workspace_id, section, body, changed_at) select id, ?, ?, 0 from workspace where true
              on conflict (workspace_id, section) do update set body = excluded.body""", sys.argv[2:])
db.commit()`;
    const done = spawnSync("python3", ["-c", words, join(this.folder, "baton.db"), section, JSON.stringify(body)], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`the settings can't be written:\n${done.stderr}`);
  }

  /** Processor time that it has taken so far, in seconds. */
  spent(): number {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Runs a command of the program over the same data; its exit status and what it wrote. */
  command(...words: string[]): { status: number | null; text: string } {
    const done = spawnSync(BIN, [...words, "--data", this.folder], { encoding: "utf8", timeout: 120_000 });
    return { status: done.status, text: done.stdout + done.stderr };
  }

  /** Gives the sample's assistant a source of these pages, by file name; they replace what it held. */
  async ingest(source: string, pages: Record<string, string>): Promise<void> {
    const key = /data-assistant="([^"]+)"/.exec(await (await fetch(`${this.url}/demo`)).text())?.[1];
    if (!key) throw new Error("the sample site names no assistant");
    const dir = mkdtempSync(join(tmpdir(), "baton-docs-"));
    for (const [file, text] of Object.entries(pages)) writeFileSync(join(dir, file), text);
    const done = this.command("ingest", dir, "--base-url", "https://docs.example.com", "--assistant", key, "--source", source);
    rmSync(dir, { recursive: true, force: true });
    if (done.status !== 0) throw new Error(`the pages weren't taken in:\n${done.text}`);
  }

  /** Stops it, and fails where it panicked, died, or had to be killed. */
  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The same, but what it has kept stays. */
  private async end(): Promise<void> {
    const { process } = this;
    const diedBefore = process.exitCode !== null || process.signalCode !== null;
    const gone = new Promise<void>((ended) => (diedBefore ? ended() : process.once("exit", () => ended())));
    process.kill("SIGTERM");
    const late = setTimeout(() => process.kill("SIGKILL"), STOP_WITHIN);
    await gone;
    clearTimeout(late);
    if (/panicked at/.test(this.said.text)) throw new Error(`baton panicked:\n${this.said.text}`);
    if (diedBefore) throw new Error(`baton died during the stories:\n${this.said.text}`);
    if (process.signalCode === "SIGKILL") throw new Error(`baton didn't end within ${STOP_WITHIN} ms of SIGTERM`);
  }
}
