import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";

/** Stories over the real binary. No retries: a story that passes only sometimes is a defect. */
export default defineConfig({
  testDir: "stories",
  outputDir: "artefacts/results",
  workers: Math.min(2, availableParallelism()),
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    headless: true,
    locale: "en-GB",
    // Not UTC: the server draws UTC and the browser takes over, and a mistake between the two must show.
    timezoneId: "Europe/Amsterdam",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
      ],
    },
  },
});
