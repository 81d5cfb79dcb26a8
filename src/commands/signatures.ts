import { randomBytes } from "node:crypto";
import { Option, type Command } from "commander";
import { environmentVariable } from "../config.ts";
import type { HeaderLines } from "../resources/wire.ts";
import type { Call } from "../verification/call.ts";
import { examine, signSample } from "../verification/verification.ts";
import { cliOf } from "./cli.ts";
import { verificationOf } from "./credentials.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { readInput } from "./input.ts";

interface SignatureOptions {
  as: string;
  secret?: string;
  field: string[];
  url: string;
  at?: string;
}

/** Signs a body, and checks what is signed, without a gateway. */
export function addSignatures(program: Command): void {
  signatureCommand(program, "sign", "write the headers that sign a body")
    .option("--id <id>", "the message's id; else one is made")
    .action(async (file: string, options: SignatureOptions & { id?: string }, self: Command) => {
      const { output } = cliOf(self);
      const pen = { now: momentOf(options), id: options.id ?? `msg_${randomBytes(12).toString("hex")}` };
      const call = await callOf(file, [], options);
      const { headerLines } = signSample(verificationWith(options), call, pen);
      if (output.json) output.data(Object.fromEntries(headerLines));
      else for (const [name, value] of headerLines) output.line(`${name}: ${value}`);
    });
  signatureCommand(program, "verify", "check the signature of a body, and exit with 5 where it is wrong")
    .requiredOption("--header <lines...>", "the headers that came with it, as name: value")
    .action(async (file: string, options: SignatureOptions & { header: string[] }, self: Command) => {
      const { output } = cliOf(self);
      const call = await callOf(file, options.header.map(headerLine), options);
      const { verified, detail } = examine(verificationWith(options), call, momentOf(options));
      if (output.json) output.data({ verified, detail });
      else if (verified) output.line(output.paint("green", "verified"));
      if (!verified) throw new CommandFault(EXIT.checkFailed, detail ?? "it is not verified");
    });
}

function signatureCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("[file]", "the body; - is standard input", "-")
    .option("--secret <text>", "else FASTHOOK_SECRET")
    .option("--field <name=value...>", "what else a provider is known by", [])
    .option("--url <url>", "where it is sent to, for providers that sign it", "http://localhost/")
    .option("--at <time>", "the present, ISO 8601")
    .addOption(new Option("--as <provider>", "how it is signed").default("standard_webhooks"));
}

function verificationWith({ as: provider, secret, field }: SignatureOptions) {
  const given = secret ?? environmentVariable("FASTHOOK_SECRET");
  return verificationOf({ provider, secret: given, fields: field });
}

async function callOf(file: string, headerLines: HeaderLines, { url }: SignatureOptions): Promise<Call> {
  return { method: "POST", url, headerLines, bytes: await readInput(file) };
}

function momentOf({ at }: SignatureOptions): Date {
  const moment = at === undefined ? new Date() : new Date(at);
  if (Number.isNaN(moment.getTime()))
    throw usageFault("--at: must be ISO 8601, such as 2026-01-31T09:00:00Z");
  return moment;
}

function headerLine(line: string): [name: string, value: string] {
  const at = line.indexOf(":");
  if (at < 1) throw usageFault(`--header ${line}: must be name: value`);
  return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
}
