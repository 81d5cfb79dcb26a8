import { Command, Option } from "commander";
import { loadConfig, ROLES, type Role } from "../config.ts";
import { readVersion } from "../version.ts";
import { addApply } from "./apply.ts";
import { addBulk } from "./bulk.ts";
import { addCompletion } from "./completion.ts";
import { addDoctor } from "./doctor.ts";
import { addExport } from "./export.ts";
import { addListen } from "./listen.ts";
import { addMetrics } from "./metrics.ts";
import { addResources } from "./resources.ts";
import { addSignatures } from "./signatures.ts";
import { addSimulate } from "./simulate.ts";
import { addTransformationRun } from "./transformation-run.ts";
import { addTrigger } from "./trigger.ts";
import { addSecrets } from "./secrets.ts";
import { addVerbs } from "./verbs.ts";
import { addWhoami } from "./whoami.ts";

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
  program.addHelpText("after", EPILOGUE);
  addServing(program);
  const nouns = addResources(program);
  addVerbs(nouns);
  addSecrets(nouns);
  addTransformationRun(nouns.transformation);
  addSimulate(nouns.connection);
  addBulk(program);
  addMetrics(program);
  addApply(program);
  addExport(program);
  addListen(program);
  addTrigger(program);
  addSignatures(program);
  addDoctor(program);
  addWhoami(program);
  addCompletion(program);
  return program;
}

const EPILOGUE = `
Commands call the gateway at FASTHOOK_URL with FASTHOOK_API_KEY; beside a running "fasthook dev" none is needed.
fasthook doctor tells whether all is well, and whose key it is.

  $ echo 'sources: [{ name: shop }]' | fasthook apply -      a source, with a URL
  $ fasthook listen 3000 --source shop                       its webhooks on this machine
  $ fasthook event list --status failed --from now-1h        what did not arrive
  $ fasthook bulk retry --status failed --dry-run            and how much would be sent again

Exit codes: 0 done, 1 fault, 2 usage, 3 not found, 4 refused, 5 a check failed, 130 interrupted`;

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
