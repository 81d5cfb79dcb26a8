import { Command, Option } from "commander";
import { loadConfig, ROLES, type Role } from "../config.ts";
import { readVersion } from "../version.ts";
import { addApply } from "./apply.ts";
import { addBulk } from "./bulk.ts";
import { addCompletion } from "./completion.ts";
import { addDoctor } from "./doctor.ts";
import { addExport } from "./export.ts";
import { addListen } from "./listen.ts";
import { addResources } from "./resources.ts";
import { addSignatures } from "./signatures.ts";
import { addTrigger } from "./trigger.ts";
import { addSecrets } from "./secrets.ts";
import { addVerbs } from "./verbs.ts";

/**
 * The whole command line. What is heavy is loaded by the command that needs it. A silent one leaves it to its caller to
 * tell what was not understood.
 */
export function createProgram({ silent = false } = {}): Command {
  const program = new Command("fasthook")
    .description("A self-hosted, replay-safe webhook gateway.")
    .version(readVersion(), "-V, --version", "write which release this is")
    .showHelpAfterError("(fasthook --help tells more)")
    .configureHelp({ showGlobalOptions: true })
    // A command that ends by itself says so with its exit code.
    .exitOverride()
    .configureOutput(silent ? { writeErr: () => undefined } : {})
    .addOption(
      new Option("--output <form>", "text for people, json for programs")
        .choices(["text", "json"])
        .default("text"),
    );
  addServing(program);
  const nouns = addResources(program);
  addVerbs(nouns);
  addSecrets(nouns);
  addBulk(program);
  addApply(program);
  addExport(program);
  addListen(program);
  addTrigger(program);
  addSignatures(program);
  addDoctor(program);
  addCompletion(program);
  return program;
}

function addServing(program: Command): void {
  program
    .command("dev")
    .description("start everything on this machine: MongoDB, Temporal and all roles")
    .action(async () => endWith(await (await import("./serve.ts")).runDevelopment()));
  program
    .command("start")
    .description("start all roles, or one, against MONGODB_URI and TEMPORAL_ADDRESS")
    .addOption(new Option("--role <role...>", "the roles of this process").choices(ROLES))
    .action(async ({ role }: { role?: Role[] }) =>
      endWith(await (await import("./serve.ts")).runRoles(role)),
    );
  program
    .command("rotate-secrets")
    .description("seal all secrets with FASTHOOK_SECRET_KEY that keys of FASTHOOK_SECRET_KEY_PREVIOUS sealed")
    .action(async () => {
      const { rotateSecrets } = await import("../rotate-secrets.ts");
      await rotateSecrets(loadConfig("maintenance"), (line) => process.stdout.write(`${line}\n`));
    });
}

/** Nothing may keep a stopped process alive. */
function endWith(code: number): void {
  process.exit(code);
}
