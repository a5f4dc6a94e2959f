import { type AddressInfo, type Server, type Socket, createServer } from "node:net";

/** A mail server that takes mails, or refuses whom they are to. */
export class Smtp {
  readonly received: string[] = [];
  refuses = false;
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Smtp> {
    const server = createServer((socket) => smtp.talk(socket));
    const smtp = new Smtp(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return smtp;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private talk(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => {});
    let [text, mail] = ["", null as string | null];
    socket.write("220 mail.test\r\n");
    socket.on("data", (piece) => {
      text += piece;
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (mail !== null && line !== ".") {
          mail += `${line}\n`;
          continue;
        }
        if (mail !== null) this.received.push(mail);
        const begins = mail === null && /^DATA/i.test(line);
        mail = begins ? "" : null;
        socket.write(`${begins ? "354 go on" : this.answer(line)}\r\n`);
      }
    });
  }

  private answer(line: string): string {
    if (/^RCPT/i.test(line) && this.refuses) return "550 5.1.1 no such user";
    return /^QUIT/i.test(line) ? "221 bye" : "250 fine";
  }

  async end(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }
}
