import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** What refuses a URL: the rules for URLs, its host as it is written, or the addresses that its name resolves to. */
export type RefusedBy = "syntax" | "host" | "answers";

/** A URL at which no request may ever arrive, where no private range is allowed. */
export interface TrickyUrl {
  url: string;
  refusedBy: RefusedBy;
  /** Of a name: what the resolver says. */
  answers: string[];
}

/** Hosts that mean this machine, or one that must not be reached, whatever a resolver says. */
const HOSTS = [
  // Each way to write an IPv4 address that the URL standard knows.
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "017700000001",
  "0177.0.0.1",
  "0177.1",
  "0000177.0.0.01",
  "0x7f000001",
  "0x7f.1",
  "0x7F.0x0.0x0.0x1",
  "0x7f.0.0.01",
  "①②⑦.⓪.⓪.①",
  "１２７.0.0.1",
  "127。0。0。1",
  "127．0．0．1",
  "%31%32%37.0.0.1",
  "127.0.0.1%2e",
  "127.0.\t0.1",
  "127.0.0.1\u00ad",
  "0",
  "0.0.0.0",
  "0x0",
  "00.00.00.00",
  "0.1.2.3",
  // Ranges that are not the internet.
  "10.0.0.1",
  "0xa000001",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.257",
  "100.64.0.1",
  "100.100.100.200",
  "192.0.0.1",
  "192.0.0.192",
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "192.88.99.1",
  // Metadata of clouds.
  "169.254.169.254",
  "169.254.170.2",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  "168.63.129.16",
  "metadata.google.internal",
  "METADATA.google.internal.",
  "instance-data",
  "[fd00:ec2::254]",
  "[fd20:ce::254]",
  // IPv6, and IPv4 within it.
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000::0001]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::FFFF:a9fe:a9fe]",
  "[::ffff:0.0.0.0]",
  "[::127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::a9fe:a9fe]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2002:a9fe:a9fe::1]",
  "[2001:0:808:808::80ff:fffe]",
  "[2606:4700::5efe:127.0.0.1]",
  "[2606:4700::200:5efe:10.0.0.1]",
  "[fe80::5efe:10.0.0.1]",
  "[fc00::1]",
  "[fd12:3456:789a::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[100::1]",
  "[4000::1]",
  // Names of this machine.
  "localhost",
  "LOCALHOST",
  "localhost.",
  "ｌocalhost",
  "a.b.localhost",
  "inner.localhost.",
  "localhost.localdomain",
  "ip6-localhost",
  "ip6-loopback",
];

/** URLs that no rule for URLs lets through. */
const MALFORMED = [
  "http://[fe80::1%25eth0]:PORT/",
  "http://[fe80::1%eth0]:PORT/",
  "http://[::ffff:127.0.0.256]:PORT/",
  "http://256.256.256.256:PORT/",
  "http://4294967296:PORT/",
  "http://127.0.0.1.1:PORT/",
  "http://example.com@127.0.0.1:PORT/",
  "http://127.0.0.1:PORT@example.com/",
  "http://user:password@[::1]:PORT/",
  "http://127.0.0.1:PORT/#@example.com/",
  "ftp://127.0.0.1:PORT/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:PORT/_GET",
  "//127.0.0.1:PORT/",
];

/** URLs that a careless reader takes for another host's. */
const MISREAD = [
  "http://127.0.0.1:PORT\\@example.com/",
  "http:\\\\127.0.0.1:PORT/",
  "http:127.0.0.1:PORT/",
  "http:////127.0.0.1:PORT/",
  " http://127.0.0.1:PORT/ ",
  "HTTP://127.0.0.1:PORT/?@example.com/",
  "https://127.0.0.1:PORT/",
  "https://[::1]:PORT/",
];

/** Names, each with what a resolver in an attacker's hand says. */
const NAMES: [name: string, ...answers: string[]][] = [
  ["127.0.0.1.nip.example", "127.0.0.1"],
  ["www.127-0-0-1.sslip.example", "127.0.0.1"],
  ["public-looking.example", "127.0.0.1"],
  ["public-looking.example.", "127.0.0.1"],
  ["bücher.example", "127.0.0.1"],
  ["six.example", "::1"],
  ["both.example", "::1", "127.0.0.1"],
  ["unspecified.example", "0.0.0.0"],
  ["unspecified6.example", "::"],
  ["mapped.example", "::ffff:127.0.0.1"],
  ["nat64.example", "64:ff9b::7f00:1"],
  ["zoned.example", "fe80::1%1"],
  ["metadata.example", "169.254.169.254"],
  ["inside.example", "10.0.0.5", "192.168.1.1"],
  ["no-address.example", "not an address"],
];

/** All of them, `PORT` where the listener's belongs. */
export const TRICKY_URLS: TrickyUrl[] = [
  ...HOSTS.map((host) => ({ url: `http://${host}:PORT/`, refusedBy: "host" as const, answers: [] })),
  ...MISREAD.map((url) => ({ url, refusedBy: "host" as const, answers: [] })),
  ...MALFORMED.map((url) => ({ url, refusedBy: "syntax" as const, answers: [] })),
  ...NAMES.map(([name, ...answers]) => ({
    url: `http://${name}:PORT/`,
    refusedBy: "answers" as const,
    answers,
  })),
];

/** A listener on every address of this machine, IPv4 and IPv6, that counts who came. */
export interface Trap extends AsyncDisposable {
  port: number;
  reached: () => number;
}

export async function startTrap(): Promise<Trap> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on("error", () => socket.destroy());
    socket.destroy();
  });
  server.listen(0, "::");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    reached: () => count,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}
