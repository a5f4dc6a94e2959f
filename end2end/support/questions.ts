import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Question {
  question: string;
  /** Where the sample docs answer it: article and section. */
  place: string;
}

const LINES = readFileSync(join(import.meta.dirname, "../../server/demo/questions.jsonl"), "utf8").trim().split("\n");

function question(id: string): Question {
  const found = LINES.map((line) => JSON.parse(line)).find((it) => it.id === `demo-${id}`);
  if (!found) throw new Error(`no question ${id}`);
  return { question: found.question, place: found.relevant[0] ?? "" };
}

/** Questions in a visitor's own words, which are found by meaning. */
export const BY_MEANING = ["q14", "q35", "q36"].map(question);
/** Questions in the words of the docs, which are found by words alone as well. */
export const BY_WORDS: Question[] = [
  { question: "How long do refunds take?", place: "refunds#how-long-it-takes" },
  { question: "How do I undo an import?", place: "import-members#undo" },
  { question: "How can I use my own domain?", place: "custom-domain#use-your-own-domain" },
];
/** Plain questions for stories that are about something else. */
export const PLAIN = BY_WORDS[0]!.question;
export const PLAIN_TOO = BY_WORDS[1]!.question;
/** What no doc of the sample covers. */
export const NOT_COVERED = question("q50").question;
/** Asks for a person in words. */
export const WANTS_PERSON = "Can I talk to someone?";
