import { defineConfig } from "@playwright/test";
import stories from "./playwright.config.ts";

/** Looks which code the inbox's first load needs: `make later`. */
export default defineConfig({ ...stories, testDir: ".", testMatch: "later.spec.ts", workers: 1, timeout: 900_000, use: { ...stories.use, trace: "off" } });
