import { defineConfig } from "@playwright/test";
import stories from "./playwright.config.ts";

/** The heavy measures of the screens: `make bench-screens`. One after the other, and nothing beside them. */
export default defineConfig({ ...stories, testDir: "bench", testMatch: "*.bench.ts", workers: 1, timeout: 1_800_000, use: { ...stories.use, trace: "off" } });
