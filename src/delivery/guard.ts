import { BlockList, isIP, SocketAddress } from "node:net";

type Family = "ipv4" | "ipv6";

/**
 * Ranges that no delivery may reach unless they are allowed: the special-purpose registries of IANA (RFC 6890 and
 * its updates), IPv6 ranges that carry an IPv4 address, and the metadata addresses of clouds. The first match names
 * the reason, so the narrow ranges come first.
 */
const SPECIAL_RANGES: [reason: string, ...subnets: string[]][] = [
  [
    "a cloud metadata address",
    "169.254.169.254/32",
    "168.63.129.16/32",
    "192.0.0.192/32",
    "fd00:ec2::254/128",
  ],
  ["an unspecified address", "0.0.0.0/8", "::/128"],
  ["a loopback address", "127.0.0.0/8", "::1/128"],
  ["a private address", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
  ["a link-local address", "169.254.0.0/16", "fe80::/10"],
  ["a shared (carrier-grade NAT) address", "100.64.0.0/10"],
  ["a site-local address", "fec0::/10"],
  ["a multicast address", "224.0.0.0/4", "ff00::/8"],
  ["a benchmarking address", "198.18.0.0/15", "2001:2::/48"],
  [
    "a documentation address",
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "2001:db8::/32",
    "3fff::/20",
  ],
  ["an address that embeds IPv4 (6to4)", "192.88.99.0/24", "2002::/16"],
  ["an address that embeds IPv4 (Teredo)", "2001::/32"],
  ["an address that embeds IPv4 (NAT64)", "64:ff9b::/96", "64:ff9b:1::/48"],
  ["an address that embeds IPv4 (IPv4-compatible)", "::/96"],
  ["a reserved address", "192.0.0.0/24", "240.0.0.0/4", "2001::/23"],
  // Only 2000::/3 is global unicast (RFC 4291 section 2.4); of the rest nothing is given out.
  ["a reserved address", "::/3", "4000::/2", "8000::/1"],
];

/** Decides which addresses a delivery may connect to. */
export interface Guard {
  /** What kind of address it is that must not be reached, such as `a loopback address`; null where it may be. */
  blockedReason: (ip: string) => string | null;
}

/** A guard that lets through public addresses and `allowedSubnets` (CIDR). Throws an Error that names each faulty one. */
export function createGuard(allowedSubnets: string[]): Guard {
  const faulty = allowedSubnets.filter((text) => !isSubnet(text));
  if (faulty.length > 0) {
    const list = faulty.map((text) => JSON.stringify(text)).join(", ");
    throw new Error(`not a subnet: ${list} (write 10.0.0.0/8, fd00::/8 or a single address)`);
  }
  const isAllowed = createMatcher(allowedSubnets);
  const special = SPECIAL_RANGES.map(([reason, ...subnets]) => ({ reason, matches: createMatcher(subnets) }));

  return {
    blockedReason(ip) {
      const address = canonical(ip);
      if (!address) return "not an IP address";
      if (isAllowed(address)) return null;
      return special.find(({ matches }) => matches(address))?.reason ?? null;
    },
  };
}

/** Whether it is an address, or a range of them in CIDR. */
export function isSubnet(text: string): boolean {
  return parseSubnet(text) !== null;
}

interface Address {
  text: string;
  family: Family;
}

/** The address without a zone, and as IPv4 where it is IPv4 mapped into IPv6: what the system would connect to. */
function canonical(ip: string): Address | null {
  const text = ip.replace(/%.*$/, "");
  if (isIP(text) === 0) return null;
  if (isIP(text) === 4) return { text, family: "ipv4" };
  const { address } = new SocketAddress({ address: text, family: "ipv6" });
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  return mapped ? { text: mapped, family: "ipv4" } : { text: address, family: "ipv6" };
}

/** One list per family: a BlockList compares IPv4 addresses with IPv6 subnets too, so `::/3` would match them all. */
function createMatcher(subnets: string[]): (address: Address) => boolean {
  const lists: Record<Family, BlockList> = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const text of subnets) {
    const subnet = parseSubnet(text);
    if (subnet) lists[subnet.family].addSubnet(subnet.network, subnet.prefix, subnet.family);
  }
  return ({ text, family }) => lists[family].check(text, family);
}

function parseSubnet(text: string): { network: string; prefix: number; family: Family } | null {
  const [, network = "", digits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(network);
  if (version === 0) return null;
  const longest = version === 4 ? 32 : 128;
  const prefix = digits === undefined ? longest : Number(digits);
  return prefix > longest ? null : { network, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}
