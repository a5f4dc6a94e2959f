import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";

/** Stands between browser and server and can break the line: every connection is dropped and none is taken. */
export class Proxy {
  private readonly sockets = new Set<Socket>();
  private port = 0;

  private constructor(
    private readonly target: { host: string; port: number },
    private readonly server: Server,
  ) {}

  static async before(url: string): Promise<Proxy> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const proxy = new Proxy({ host: hostname, port: Number(port) }, server);
    server.on("connection", (near) => proxy.join(near));
    await proxy.mend();
    proxy.port = (server.address() as AddressInfo).port;
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on nothing comes through. */
  async cut(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.resetAndDestroy();
    await closed;
  }

  /** The line is whole again. */
  async mend(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(this.port, "127.0.0.1", done));
  }

  async end(): Promise<void> {
    if (this.server.listening) await this.cut();
  }

  private join(near: Socket): void {
    const far = connect(this.target);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.sockets.add(from);
      from.setNoDelay(true);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
