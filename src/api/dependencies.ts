import type { ReplayRequest } from "../outbox/replay.ts";
import type { FirstAttempt } from "../resources/connection.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { SimulationDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";

/** What the REST API needs. */
export interface ApiDependencies {
  store: Store;
  sandbox: Sandbox;
  replay: ReplayRequest;
  now: () => Date;
  /** Has a simulation carried out; rejects with Unavailable where Temporal is away. */
  startSimulation: (simulation: SimulationDocument) => Promise<void>;
  newSigningSecret: () => string;
  /** Why no delivery may go to a URL, as far as the URL alone tells; null where it may. */
  refusedUrl: (url: string) => string | null;
  /** Base of the source URLs, without a trailing slash. */
  publicUrl: () => string;
  /** Where a person sees the workflow, or null where no Temporal UI is known. */
  temporalUrl: (workflowId: string) => string | null;
  firstAttempt: FirstAttempt;
  /** Milliseconds for which what was done is kept. */
  retention: number;
}
