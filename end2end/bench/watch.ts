import type { CDPSession, Page } from "@playwright/test";

/** Figures in rising order. */
export class Figures {
  private readonly sorted: number[];
  constructor(of: number[]) {
    this.sorted = of.toSorted((a, b) => a - b);
  }

  get n(): number {
    return this.sorted.length;
  }

  at(share: number): number {
    return this.sorted[Math.min(this.n - 1, Math.floor(share * this.n))] ?? 0;
  }

  toString(): string {
    const [middle, most, max] = [this.at(0.5), this.at(0.95), this.at(1)].map((it) => it.toFixed(1));
    return `${this.n} measured, p50 ${middle} ms, p95 ${most} ms, max ${max} ms`;
  }
}

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

/** What the browser itself says of a stretch of time: frames that it drew and dropped, and the tasks of the page's main thread. */
export async function traced(page: Page, during: () => Promise<void>): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = ["devtools.timeline", "disabled-by-default-devtools.timeline", "devtools.timeline.frame", "disabled-by-default-devtools.timeline.frame", "toplevel", "__metadata"];
  await session.send("Tracing.start", { traceConfig: { includedCategories: categories }, transferMode: "ReportEvents" });
  await during();
  await ended(session);
  const mains = new Set(events.filter((it) => it.name === "thread_name" && it.args?.name === "CrRendererMain").map((it) => `${it.pid} ${it.tid}`));
  const tasks = events.filter((it) => it.name === "RunTask" && it.dur && mains.has(`${it.pid} ${it.tid}`)).map((it) => it.dur! / 1000);
  const count = (name: string) => events.filter((it) => it.name === name).length;
  const long = tasks.filter((it) => it > 50);
  return `${count("DrawFrame")} frames drawn, ${count("DroppedFrame")} dropped; tasks over 50 ms: ${long.length}, the longest ${Math.max(0, ...tasks).toFixed(1)} ms`;
}

async function ended(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((done) => session.once("Tracing.tracingComplete", () => done()));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
}

declare global {
  interface Window {
    shifts: number[];
    events: { id: number; name: string; duration: number }[];
    frames: number[];
  }
}

/** From here on the page notes what moved by itself, and how long each interaction took until its next frame. */
export async function observed(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    window.events = [];
    new PerformanceObserver((list) => {
      for (const it of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!it.hadRecentInput) window.shifts.push(it.value);
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const it of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) if (it.interactionId) window.events.push({ id: it.interactionId, name: it.name, duration: it.duration });
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

/** How long each frame took while something was done. */
export async function frames(page: Page, during: () => Promise<void>): Promise<Figures> {
  await page.evaluate(() => {
    window.frames = [];
    let last = performance.now();
    const tick = (now: number) => {
      window.frames.push(now - last);
      last = now;
      if (window.frames.length < 100_000) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await during();
  return new Figures((await page.evaluate(() => window.frames)).slice(1));
}
