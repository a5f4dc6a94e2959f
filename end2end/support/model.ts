import { type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A language model on this machine, of the OpenAI kind; each story says what it answers. */
export abstract class Model {
  /** Another status than 200 is all that it answers. */
  status = 200;
  private goOn: (() => void) | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece) => (body += piece));
      request.on("end", () => {
        this.asked(body, request.headers.authorization);
        if (this.status === 200) void this.answer(body, response);
        else response.writeHead(this.status).end();
      });
    });
  }

  /** What it is asked, whether it answers or not. */
  protected asked(_body: string, _key: string | undefined): void {}

  protected abstract answer(body: string, response: ServerResponse): Promise<void>;

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Ends with `finish`. */
  protected async held(): Promise<void> {
    await new Promise<void>((done) => (this.goOn = done));
  }

  /** Lets what is held go on. */
  finish(): void {
    this.goOn?.();
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** A piece of what it says. */
export function say(response: ServerResponse, content: string): void {
  response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
}

/** The end of what it says, and what it cost. */
export function close(response: ServerResponse, prompt_tokens: number, completion_tokens: number): void {
  response.write(`data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: "stop" }] })}\n\n`);
  response.write(`data: ${JSON.stringify({ choices: [], usage: { prompt_tokens, completion_tokens } })}\n\n`);
  response.end("data: [DONE]\n\n");
}
