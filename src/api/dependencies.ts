import type { FirstAttempt } from "../resources/connection.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Store } from "../store/store.ts";

/** What the REST API needs. */
export interface ApiDependencies {
  store: Store;
  sandbox: Sandbox;
  now: () => Date;
  newSigningSecret: () => string;
  /** Base of the source URLs, without a trailing slash. */
  publicUrl: () => string;
  /** Where a person sees the workflow, or null where no Temporal UI is known. */
  temporalUrl: (workflowId: string) => string | null;
  firstAttempt: FirstAttempt;
}
