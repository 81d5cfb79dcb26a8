import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { MARK } from "./tally.ts";

/** Where webhooks arrive. */
export interface Destinations {
  /** Opens one on 127.0.0.1 that answers 200 after so many milliseconds, or never (null); answers its URL. */
  open: (answersAfter: number | null) => Promise<string>;
}

/** Destinations that stay until this process ends; `received` is told each mark as its headers come. */
export function createDestinations(received: (mark: string) => void): Destinations {
  return {
    async open(answersAfter) {
      const server = createServer((request, response) => {
        received(String(request.headers[MARK]));
        request.resume();
        const answer = () => response.writeHead(200).end("ok");
        if (answersAfter === 0) request.once("end", answer);
        else if (answersAfter !== null) setTimeout(answer, answersAfter);
      });
      server.keepAliveTimeout = 60_000;
      server.listen(0, "127.0.0.1", 1024);
      await once(server, "listening");
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    },
  };
}
