/** One message as somebody sees it: its author, and its words without white space (the two screens break lines differently). */
export interface Message {
  by: string;
  words: string;
}

/** What the AI says where it doesn't answer: the visitor reads it, the team reads of it. */
const SAYINGS: [RegExp, string][] = [
  [/^Icouldn'tfindthatinourhelppages/, "(not covered)"],
  [/^Saidthatthisisn'tinthedocs/, "(not covered)"],
  [/^(Halfsure\.Asked:i|I)sitoneofthese\?/, "(suggestion)"],
];

/** A message whose words can be compared between the two screens. */
export function message(by: string, text: string): Message {
  const words = text.replace(/\s+/g, "");
  const saying = by === "AI" ? SAYINGS.find(([pattern]) => pattern.test(words)) : undefined;
  return { by, words: saying ? saying[1] : words };
}
