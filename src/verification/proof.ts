import { headerOf, withHeader, type Call } from "./call.ts";
import type { Fault } from "./rule.ts";

/** What a call offers as proof, each text as the provider writes it. Any one signature is enough. */
export interface Proof {
  signatures: string[];
  timestamp?: string;
  id?: string;
}

/** Where a provider puts its proof, to be read and written. Header names are in lower case. */
export interface ProofPlace {
  read: (call: Call) => Proof | Fault;
  write: (call: Call, proof: Proof) => Call;
}

/** A header that says nothing is as good as none. */
const missing = (name: string): Fault => ({ fault: `the header ${name} is missing` });

/** A header each. A separator divides several signatures; those without the prefix are others' and don't count. */
export function inHeaders(names: {
  signature: string;
  prefix?: string;
  separator?: string;
  timestamp?: string;
  id?: string;
}): ProofPlace {
  const { signature, prefix = "", separator } = names;
  return {
    read(call) {
      const [timestamp, id] = [names.timestamp, names.id].map((name) => (name ? headerOf(call, name) : null));
      const given = headerOf(call, signature);
      if (!given) return missing(signature);
      if (names.timestamp && !timestamp) return missing(names.timestamp);
      if (names.id && !id) return missing(names.id);
      const all = separator ? given.split(separator).map((it) => it.trim()) : [given];
      const signatures = all.flatMap((it) => (it.startsWith(prefix) ? [it.slice(prefix.length)] : []));
      if (signatures.length === 0)
        return { fault: `the header ${signature} has no signature after ${prefix}` };
      return { signatures, ...(timestamp ? { timestamp } : {}), ...(id ? { id } : {}) };
    },
    write(call, { signatures, timestamp, id }) {
      const value = signatures.map((it) => prefix + it).join(separator ?? "");
      const signed = withHeader(call, signature, value);
      const timed = names.timestamp ? withHeader(signed, names.timestamp, timestamp ?? "") : signed;
      return names.id ? withHeader(timed, names.id, id ?? "") : timed;
    },
  };
}

/** All in one header, as name=value: `t=1,v1=a,v1=b`. */
export function inPairs(names: {
  header: string;
  separator: string;
  timestamp: string;
  signature: string;
}): ProofPlace {
  const { header, separator } = names;
  return {
    read(call) {
      const given = headerOf(call, header);
      if (!given) return missing(header);
      const pairs = given.split(separator).map((pair) => pair.trim().split("="));
      const valuesOf = (name: string) =>
        pairs.flatMap(([key, value]) => (key === name && value ? [value] : []));
      const [timestamp, signatures] = [valuesOf(names.timestamp).at(-1), valuesOf(names.signature)];
      if (timestamp === undefined || signatures.length === 0) {
        return { fault: `the header ${header} has no ${names.timestamp}= or no ${names.signature}=` };
      }
      return { timestamp, signatures };
    },
    write(call, { timestamp, signatures }) {
      const pairs = [
        `${names.timestamp}=${timestamp}`,
        ...signatures.map((it) => `${names.signature}=${it}`),
      ];
      return withHeader(call, header, pairs.join(separator));
    },
  };
}

/** A signature for each of the provider's keys, in headers that count from 1. */
export function inNumberedHeaders(prefix: string): ProofPlace {
  const numbered = (name: string) => name.startsWith(prefix) && /^\d{1,3}$/.test(name.slice(prefix.length));
  return {
    read({ headerLines }) {
      const signatures = headerLines.flatMap(([name, value]) => (numbered(name) ? [value] : []));
      return signatures.length > 0 ? { signatures } : missing(`${prefix}1`);
    },
    write: (call, { signatures }) =>
      signatures.reduce((at, signature, index) => withHeader(at, `${prefix}${index + 1}`, signature), call),
  };
}

/** Either place: providers that were renamed sign under their old names too. */
export function inEither(first: ProofPlace, second: ProofPlace): ProofPlace {
  return {
    read(call) {
      const proof = first.read(call);
      if (!("fault" in proof)) return proof;
      const other = second.read(call);
      return "fault" in other ? proof : other;
    },
    write: first.write,
  };
}
