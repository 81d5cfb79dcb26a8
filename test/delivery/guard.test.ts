import { describe, expect, test } from "vitest";
import { createHttpClient } from "../../src/delivery/client.ts";
import { createGuard } from "../../src/delivery/guard.ts";
import { request } from "./examples.ts";
import { startRawServer } from "./raw-server.ts";

describe("a guard without allowed subnets", () => {
  const guard = createGuard([]);

  test.each([
    ["0.0.0.0", "unspecified"],
    ["0.1.2.3", "unspecified"],
    ["10.0.0.1", "private"],
    ["100.64.0.1", "shared"],
    ["100.127.255.255", "shared"],
    ["100.100.100.200", "metadata"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["168.63.129.16", "metadata"],
    ["169.254.0.1", "link-local"],
    ["169.254.169.254", "metadata"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.0.0.1", "reserved"],
    ["192.0.2.1", "documentation"],
    ["192.88.99.1", "6to4"],
    ["192.168.255.255", "private"],
    ["198.18.0.1", "benchmarking"],
    ["198.19.255.255", "benchmarking"],
    ["198.51.100.1", "documentation"],
    ["203.0.113.1", "documentation"],
    ["224.0.0.1", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "reserved"],
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["0:0:0:0:0:0:0:1", "loopback"],
    ["::127.0.0.1", "IPv4-compatible"],
    ["::8.8.8.8", "IPv4-compatible"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["::FFFF:A9FE:A9FE", "metadata"],
    ["::ffff:0:127.0.0.1", "reserved"],
    ["64:ff9b::7f00:1", "NAT64"],
    ["64:ff9b::8.8.8.8", "NAT64"],
    ["64:ff9b:1::1", "NAT64"],
    ["100::1", "reserved"],
    ["2001::1", "Teredo"],
    ["2001:2::1", "benchmarking"],
    ["2001:10::1", "reserved"],
    ["2001:db8::1", "documentation"],
    ["2002:7f00:1::1", "6to4"],
    ["2606:4700::5efe:7f00:1", "ISATAP"],
    ["2606:4700::200:5efe:8.8.8.8", "ISATAP"],
    ["3fff::1", "documentation"],
    ["4000::1", "reserved"],
    ["5f00::1", "reserved"],
    ["fc00::1", "private"],
    ["fd12:3456::1", "private"],
    ["fd00:ec2::254", "metadata"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["fec0::1", "site-local"],
    ["ff02::1", "multicast"],
    ["example.com", "not an IP address"],
    ["", "not an IP address"],
  ])("blocks %s as %s", (ip, reason) => {
    expect(guard.blockedReason(ip)).toContain(reason);
  });

  test.each([
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2000::1",
    "2001:200::1",
    "2606:4700:4700::1111",
    "3ffe::1",
    "::ffff:8.8.8.8",
  ])("lets %s through", (ip) => {
    expect(guard.blockedReason(ip)).toBeNull();
  });
});

describe("a guard with allowed subnets", () => {
  test("lets through what they hold, mapped into IPv6 too, and nothing beside", () => {
    const guard = createGuard(["127.0.0.0/8", "10.1.2.3", "fd00:1::/32"]);
    for (const ip of ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "10.1.2.3", "fd00:1::5"]) {
      expect(guard.blockedReason(ip), ip).toBeNull();
    }
    for (const ip of ["::1", "10.1.2.4", "fd00:2::5", "169.254.169.254", "64:ff9b::7f00:1", "::127.0.0.1"]) {
      expect(guard.blockedReason(ip), ip).not.toBeNull();
    }
  });

  test("hold a way into IPv4, and so the public addresses at its end alone, unless these are allowed too", () => {
    const ways = ["64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "2606:4700::/32"];
    const inside = ["64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001::f5ff:fffe", "::10.0.0.1"];
    const isatap = "2606:4700::5efe:10.0.0.1";
    const guard = createGuard(ways);
    expect(guard.blockedReason("64:ff9b::8.8.8.8")).toBeNull();
    expect(guard.blockedReason("2606:4700::5efe:8.8.8.8")).toBeNull();
    for (const ip of [...inside, isatap]) expect(guard.blockedReason(ip), ip).toBe("a private address");
    const both = createGuard([...ways, "10.0.0.0/8"]);
    for (const ip of [...inside, isatap]) expect(both.blockedReason(ip), ip).toBeNull();
  });

  test.each([
    ["AWS, Azure, Google and others", "169.254.169.254", "0.0.0.0/0"],
    ["AWS, of a task", "169.254.170.2", "169.254.0.0/16"],
    ["AWS, of a pod", "169.254.170.23", "169.254.0.0/16"],
    ["Tencent", "169.254.0.23", "169.254.0.0/16"],
    ["Alibaba", "100.100.100.200", "100.64.0.0/10"],
    ["Azure's host", "168.63.129.16", "0.0.0.0/0"],
    ["Oracle", "192.0.0.192", "192.0.0.0/24"],
    ["AWS over IPv6", "fd00:ec2::254", "fd00::/8"],
    ["AWS over IPv6, of a pod", "fd00:ec2::23", "fd00::/8"],
    ["Google over IPv6", "fd20:ce::254", "fd00::/8"],
    ["OpenStack over IPv6", "fe80::a9fe:a9fe", "fe80::/10"],
    ["OpenStack over IPv6, on one link", "fe80::a9fe:a9fe%eth0", "::/0"],
    ["AWS and others within IPv6", "64:ff9b::a9fe:a9fe", "64:ff9b::/96 0.0.0.0/0"],
  ])("hold no metadata address by a range: not that of %s, %s by %s", (_whose, ip, ranges) => {
    expect(createGuard(ranges.split(" ")).blockedReason(ip)).toBe("a cloud metadata address");
  });

  test("hold a metadata address that is named itself", () => {
    expect(createGuard(["169.254.169.254"]).blockedReason("169.254.169.254")).toBeNull();
    expect(createGuard(["100.100.100.200"]).blockedReason("100.100.100.200")).toBeNull();
    expect(createGuard(["fd00:ec2::254/128"]).blockedReason("fd00:ec2::254")).toBeNull();
  });

  test("that hold one address of a name of this machine let the name through", () => {
    expect(createGuard(["::1"]).refusal("localhost")).toBeNull();
    expect(createGuard(["10.0.0.0/8"]).refusal("localhost")).toBe(
      "localhost is a loopback address, which FASTHOOK_ALLOWED_SUBNETS does not permit",
    );
  });

  test("of one family do not open the other", () => {
    expect(createGuard(["::/0"]).blockedReason("10.0.0.1")).not.toBeNull();
    expect(createGuard(["0.0.0.0/0"]).blockedReason("fd00::1")).not.toBeNull();
  });

  test.each([
    "10.0.0.0/33",
    "fd00::/129",
    "10.0.0/8",
    "10.0.0.0/",
    "localhost",
    "fe80::1%eth0/64",
    "/8",
    "10.0.0.0/-1",
  ])("of which %s is none, is refused with that text", (subnet) => {
    const message = `not a subnet: ${JSON.stringify(subnet)}`;
    expect(() => createGuard(["127.0.0.0/8", subnet])).toThrow(message);
  });
});

describe("a name with several addresses", () => {
  test("is reached at its permitted ones only", async () => {
    // It listens on 127.0.0.1, where alone it could be reached.
    await using server = await startRawServer((socket) => socket.destroy());
    await using client = createHttpClient({
      allowedSubnets: ["127.0.0.2/32"],
      lookup: async () => [
        { address: "127.0.0.1", family: 4 },
        { address: "127.0.0.2", family: 4 },
      ],
    });
    const result = await client.send(request(`http://two.test:${server.port}/`), {
      destinationId: "des_1",
      timeoutMs: 5000,
    });
    expect(result).toMatchObject({ error_code: "CONNECTION_REFUSED" });
    expect(server.connections()).toBe(0);
  });

  test("is judged anew for each connection, so that a changed answer is not trusted", async () => {
    await using server = await startRawServer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"));
    });
    const answers = ["127.0.0.1", "10.0.0.1"];
    await using client = createHttpClient({
      allowedSubnets: ["127.0.0.0/8"],
      lookup: async () => [{ address: answers.shift() ?? "", family: 4 }],
    });
    const url = `http://rebinding.test:${server.port}/`;
    expect(await client.send(request(url), { destinationId: "des_1", timeoutMs: 5000 })).toMatchObject({
      response_status: 204,
    });
    expect(await client.send(request(url), { destinationId: "des_1", timeoutMs: 5000 })).toMatchObject({
      error_code: "BLOCKED_ADDRESS",
      error_message: "10.0.0.1 is a private address, which FASTHOOK_ALLOWED_SUBNETS does not permit",
    });
  });
});
