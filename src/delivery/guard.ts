import { BlockList, isIP, SocketAddress } from "node:net";

type Family = "ipv4" | "ipv6";

/** It gives away credentials: a range that holds it does not allow it, only its own address in the list does. */
const METADATA = "a cloud metadata address";

/**
 * Ranges that no delivery may reach unless they are allowed: the special-purpose registries of IANA (RFC 6890 and
 * its updates), IPv6 ranges that carry an IPv4 address, and the metadata addresses of clouds. The first match names
 * the reason, so the narrow ranges come first.
 */
const SPECIAL_RANGES: [reason: string, ...subnets: string[]][] = [
  [
    METADATA,
    "169.254.169.254/32",
    // AWS's credentials of tasks and of pods, Tencent's, Alibaba's, Azure's host, Oracle's.
    "169.254.170.2/32",
    "169.254.170.23/32",
    "169.254.0.23/32",
    "100.100.100.200/32",
    "168.63.129.16/32",
    "192.0.0.192/32",
    // AWS's, of instances and of pods; Google's; OpenStack's.
    "fd00:ec2::254/128",
    "fd00:ec2::23/128",
    "fd20:ce::254/128",
    "fe80::a9fe:a9fe/128",
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

/** Names that mean the same everywhere, whatever a resolver says (RFC 6761), and those of metadata services. */
const SPECIAL_NAMES: [pattern: RegExp, ...addresses: string[]][] = [
  [/^(.+\.)?localhost(\.localdomain)?$/, "127.0.0.1", "::1"],
  [/^(localhost6(\.localdomain6)?|ip6-(localhost|loopback))$/, "::1"],
  [/^(metadata\.google\.internal|metadata\.goog|instance-data(\.ec2\.internal)?)$/, "169.254.169.254"],
];

/** Decides which addresses a delivery may connect to. */
export interface Guard {
  /** What kind of address it is that must not be reached, such as `a loopback address`; null where it may be. */
  blockedReason: (ip: string) => string | null;
  /**
   * Why a host must not be reached whatever a resolver says, as a sentence; null where it may be, or its addresses
   * decide. The host is an address or a name as the URL standard writes it, brackets or not.
   */
  refusal: (hostname: string) => string | null;
}

/** A guard that lets through public addresses and `allowedSubnets` (CIDR). Throws an Error that names each faulty one. */
export function createGuard(allowedSubnets: string[]): Guard {
  const faulty = allowedSubnets.filter((text) => !isSubnet(text));
  if (faulty.length > 0) {
    const list = faulty.map((text) => JSON.stringify(text)).join(", ");
    throw new Error(`not a subnet: ${list} (write 10.0.0.0/8, fd00::/8 or a single address)`);
  }
  const isAllowed = createMatcher(allowedSubnets);
  const isNamed = createMatcher(allowedSubnets.filter(isSingle));
  const special = SPECIAL_RANGES.map(([reason, ...subnets]) => ({ reason, matches: createMatcher(subnets) }));

  function blockedReason(ip: string): string | null {
    const address = canonical(ip);
    if (!address) return "not an IP address";
    const kind = special.find(({ matches }) => matches(address))?.reason;
    if (kind === METADATA) return isNamed(address) ? null : METADATA;
    const embedded = address.family === "ipv6" ? embeddedIPv4(address.text) : null;
    const reason = kind ?? (embedded ? "an address that embeds IPv4 (ISATAP)" : null);
    if (reason === null || !isAllowed(address)) return reason;
    // Allowing a way into IPv4 allows no address at its end.
    return embedded && blockedReason(embedded);
  }

  return {
    blockedReason,
    refusal(hostname) {
      const host = hostname.replace(/^\[(.*)\]$/, "$1");
      const name = host.toLowerCase().replace(/\.$/, "");
      const known = SPECIAL_NAMES.find(([pattern]) => pattern.test(name));
      const [, ...addresses] = known ?? [null, ...(isIP(host) ? [host] : [])];
      const reasons = addresses.map(blockedReason);
      const [first] = reasons;
      return first && !reasons.includes(null) ? refusalOf(host, first) : null;
    },
  };
}

/** What people are told of an address, or a name, that is blocked for a reason. */
export function refusalOf(host: string, reason: string): string {
  return `${host} is ${reason}, which FASTHOOK_ALLOWED_SUBNETS does not permit`;
}

/** Why no request may go to a URL, as far as the URL alone tells: what names resolve to is judged with each request. */
export type UrlRefusal = (url: string) => string | null;

/** Judges URLs before they are used. Throws an Error for a faulty subnet. */
export function createUrlRefusal(allowedSubnets: string[]): UrlRefusal {
  const guard = createGuard(allowedSubnets);
  return (url) => guard.refusal(new URL(url).hostname);
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

/**
 * The IPv4 address within an IPv6 address: IPv4-compatible (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052, RFC
 * 8215), 6to4 (RFC 3056), Teredo (RFC 4380) and ISATAP (RFC 5214); null where there is none.
 */
function embeddedIPv4(ipv6: string): string | null {
  const groups = groupsOf(ipv6);
  const [first = 0, second = 0, third = 0, , fifth = 0, sixth = 0, seventh = 0, eighth = 0] = groups;
  if (first === 0x2002) return dotted(second, third);
  if (first === 0x2001 && second === 0) return dotted(seventh ^ 0xffff, eighth ^ 0xffff);
  const isNat64 = first === 0x64 && second === 0xff9b;
  const isIsatap = (fifth & 0xfdff) === 0 && sixth === 0x5efe;
  const isOld =
    groups.slice(0, 4).every((it) => it === 0) && sixth === 0 && (fifth === 0 || fifth === 0xffff);
  const isOwn = groups.slice(0, 7).every((it) => it === 0) && eighth <= 1;
  // `::` and `::1` carry none, although their form says so.
  return (isNat64 || isIsatap || isOld) && !isOwn ? dotted(seventh, eighth) : null;
}

/** The eight numbers of an IPv6 address. */
function groupsOf(ipv6: string): number[] {
  // The URL standard writes an embedded IPv4 address in hexadecimal, as the rest.
  const [left = [], right = []] = new URL(`http://[${ipv6}]`).hostname
    .slice(1, -1)
    .split("::")
    .map((part) => part.split(":").filter(Boolean));
  const zeros = new Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

const dotted = (high: number, low: number) => [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");

/** One list per family: a BlockList compares IPv4 addresses with IPv6 subnets too, so `::/3` would match them all. */
function createMatcher(subnets: string[]): (address: Address) => boolean {
  const lists: Record<Family, BlockList> = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const text of subnets) {
    const subnet = parseSubnet(text);
    if (subnet) lists[subnet.family].addSubnet(subnet.network, subnet.prefix, subnet.family);
  }
  return ({ text, family }) => lists[family].check(text, family);
}

function isSingle(text: string): boolean {
  const subnet = parseSubnet(text);
  return subnet !== null && subnet.prefix === longestOf(subnet.family);
}

const longestOf = (family: Family) => (family === "ipv4" ? 32 : 128);

function parseSubnet(text: string): { network: string; prefix: number; family: Family } | null {
  const [, network = "", digits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(network);
  if (version === 0) return null;
  const family = version === 4 ? "ipv4" : "ipv6";
  const prefix = digits === undefined ? longestOf(family) : Number(digits);
  return prefix > longestOf(family) ? null : { network, prefix, family };
}
