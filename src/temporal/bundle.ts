import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkflowBundleOption } from "@temporalio/worker";

const built = new URL("../../workflow-bundle.js", import.meta.url);
const sources = new URL("../../workflows/index.ts", import.meta.url);

/** The workflow code as one script. Modules that every workflow needs are loaded once, not once for each workflow. */
export async function bundleWorkflows(workflowsPath: string): Promise<string> {
  const quiet = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    preloadModules: ["@temporalio/workflow", "@temporalio/common"],
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  return code;
}

/** The given bundle, or the one that the build made, or in a checkout one that is made from the sources now. */
export async function loadWorkflowBundle(codePath: string | null): Promise<WorkflowBundleOption> {
  if (codePath) return { codePath };
  if (existsSync(built)) return { codePath: fileURLToPath(built) };
  return { code: await bundleWorkflows(fileURLToPath(sources)) };
}
