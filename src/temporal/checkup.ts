import { Connection, isGrpcServiceError } from "@temporalio/client";
import { searchAttributes } from "../../workflows/contract.ts";

/** What a Temporal server is like. */
export interface TemporalCheckup {
  version: string;
  hasNamespace: boolean;
  /** Names of search attributes that a start would make. */
  missingAttributes: string[];
}

/** gRPC status code (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
const NOT_FOUND = 5;
const ANSWER_WITHIN = 3000;

/** Looks at a server. Rejects where none answers within 3 s. */
export async function examineTemporal(address: string, namespace: string): Promise<TemporalCheckup> {
  const connection = await Connection.connect({ address, connectTimeout: ANSWER_WITHIN });
  try {
    return await connection.withDeadline(Date.now() + ANSWER_WITHIN, async () => {
      const { serverVersion } = await connection.workflowService.getSystemInfo({});
      const hasNamespace = await isThere(connection, namespace);
      const missingAttributes = hasNamespace ? await missing(connection, namespace) : [];
      return { version: serverVersion, hasNamespace, missingAttributes };
    });
  } finally {
    await connection.close();
  }
}

async function isThere({ workflowService }: Connection, namespace: string): Promise<boolean> {
  try {
    await workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) return false;
    throw error;
  }
}

async function missing({ operatorService }: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const wanted = Object.values(searchAttributes).map((key) => key.name);
  return wanted.filter((name) => !(name in customAttributes));
}
