import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Page {
  body: string;
  policy?: string;
}

/** Somebody else's website, on another origin and another site than Baton's. */
export class Site {
  private constructor(private readonly server: Server) {}

  static async of(pages: Record<string, Page>): Promise<Site> {
    const server = createServer((request, response) => {
      const page = pages[new URL(request.url ?? "/", "http://x").pathname];
      response.setHeader("content-type", "text/html; charset=utf-8");
      if (page?.policy) response.setHeader("content-security-policy", page.policy);
      response.statusCode = page ? 200 : request.url === "/favicon.ico" ? 204 : 404;
      response.end(page?.body ?? "");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new Site(server);
  }

  /** By name, so that it is another site than Baton's address. */
  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
