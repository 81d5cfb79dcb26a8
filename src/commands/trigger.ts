import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { environmentVariable } from "../config.ts";
import type { Json } from "../resources/wire.ts";
import type { Call } from "../verification/call.ts";
import { signSample } from "../verification/verification.ts";
import { cliOf } from "./cli.ts";
import { requireProvider, verificationOf } from "./credentials.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { readInput } from "./input.ts";
import { sourceGiven } from "./nouns.ts";
import { sampleOf } from "./samples.ts";

interface TriggerOptions {
  source?: string;
  secret?: string;
  field: string[];
  data?: string;
  privateKey?: string;
}

const ANSWER_WITHIN = 30_000;

/** Calls a source as its provider would. */
export function addTrigger(program: Command): void {
  program
    .command("trigger")
    .description("send a sample of a provider to a source, signed if the source verifies")
    .argument("<provider>", "stripe, github, …: a type of verification, or none")
    .option("--source <name|id>", "the source, where there are several")
    .option("--secret <text>", "what the provider signs with; else FASTHOOK_SECRET")
    .option("--field <name=value...>", "what else the provider is known by", [])
    .option("--private-key <file>", "PEM, for a provider that signs with one")
    .option("--data <file>", "a body in place of the sample's; - is standard input")
    .action(async (provider: string, options: TriggerOptions, self: Command) => {
      const { output, api: connect } = cliOf(self);
      requireProvider(provider);
      const api = await connect();
      const source = await sourceGiven(api, options.source);
      const how = howToSign(provider, options, source.verification as { [field: string]: Json });
      if (how.type === "none") output.note("sent unsigned: the source verifies nothing");
      const now = new Date();
      const id = randomBytes(25).toString("hex");
      const call = await callOf(provider, String(source.url), options.data, { id, now });
      const privateKey = options.privateKey ? (await readInput(options.privateKey)).toString() : undefined;
      const answer = await post(
        signed(() => signSample(how, call, { now, id, ...(privateKey ? { privateKey } : {}) })),
      );
      if (output.json) output.data(answer);
      else output.line(`${answer.status} ${answer.body}`);
      if (answer.status >= 300)
        throw new CommandFault(EXIT.checkFailed, `the source answered ${answer.status}`);
    });
}

/** A source that verifies nothing gets an unsigned sample, unless there is something to sign with. */
function howToSign(provider: string, options: TriggerOptions, source: { [field: string]: Json }) {
  const secret = options.secret ?? environmentVariable("FASTHOOK_SECRET");
  const isSigned = secret !== undefined || options.privateKey !== undefined || options.field.length > 0;
  if (source.type === "none" && !isSigned) return { type: "none" } as const;
  return verificationOf({ provider, secret, fields: options.field, source });
}

async function callOf(
  provider: string,
  url: string,
  data: string | undefined,
  { id, now }: { id: string; now: Date },
): Promise<Call> {
  const { body, contentType, headers = [] } = sampleOf(provider, id, now);
  const bytes = data === undefined ? Buffer.from(body) : await readInput(data);
  return { method: "POST", url, headerLines: [["content-type", contentType], ...headers], bytes };
}

/** A private key that is missing, or none, is a fault of what was typed. */
function signed(sign: () => Call): Call {
  try {
    return sign();
  } catch (error) {
    throw usageFault(`${error instanceof Error ? error.message : String(error)} (--private-key)`);
  }
}

async function post({ method, url, headerLines, bytes }: Call): Promise<{ status: number; body: string }> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const answer = await fetch(url, {
      method,
      headers: headerLines,
      body: bytes,
      redirect: "manual",
      signal,
    });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    throw new CommandFault(EXIT.fault, `${url} can't be reached: ${String((error as Error).cause ?? error)}`);
  }
}
