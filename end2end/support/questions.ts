import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Question {
  id: string;
  question: string;
  answerable: boolean;
  relevant: string[];
}

const LINES = readFileSync(join(import.meta.dirname, "../../server/demo/questions.jsonl"), "utf8").trim().split("\n");
const ALL: Question[] = LINES.map((line) => JSON.parse(line));

function question(id: string): Question {
  const found = ALL.find((it) => it.id === `demo-${id}`);
  if (!found) throw new Error(`no question ${id}`);
  return found;
}

/** Plain questions in a visitor's own words that the sample docs answer. */
export const ANSWERED = ["q16", "q20", "q41"].map(question);
/** What no doc of the sample covers. */
export const NOT_COVERED = question("q50").question;
/** Asks for a person in words. */
export const WANTS_PERSON = "Can I talk to someone?";
/** A plain question for stories that are about something else. */
export const PLAIN = ANSWERED[0]!.question;
export const PLAIN_TOO = ANSWERED[1]!.question;
