import { isGrpcServiceError } from "@temporalio/client";
import type { NativeConnection } from "@temporalio/worker";
import { searchAttributes } from "../../workflows/contract.ts";

/** gRPC status codes (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
const ALREADY_EXISTS = 6;
/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;
const TIMEOUT = 10_000;

/** Makes the search attributes that are missing in the namespace. Safe to repeat, and from several processes. */
export async function registerSearchAttributes(
  connection: NativeConnection,
  namespace: string,
): Promise<void> {
  const { operatorService } = connection;
  const wanted = Object.values(searchAttributes).map((key) => key.name);
  await connection.withDeadline(Date.now() + TIMEOUT, async () => {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = wanted.filter((name) => !(name in customAttributes));
    if (missing.length === 0) return;
    const searchAttributesToAdd = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
    await operatorService
      .addSearchAttributes({ namespace, searchAttributes: searchAttributesToAdd })
      .catch((error: unknown) => {
        if (!isGrpcServiceError(error) || (error.code as number) !== ALREADY_EXISTS) throw error;
      });
  });
}
