import type { Collection } from "mongodb";
import { TransformationRecord } from "../resources/transformation.ts";
import type { Transaction } from "./database.ts";
import type { TransformationDocument, TransformationVersionDocument } from "./documents.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";
import type { Vault } from "./secrets.ts";

/** What transformations were, version by version. */
export interface TransformationVersionStore {
  /** Keeps the transformation's present code and variables as its present version. */
  add: (transformation: TransformationDocument, session: Transaction) => Promise<void>;
  page: (
    teamId: string,
    transformationId: string,
    query: PageQuery,
  ) => Promise<Page<TransformationVersionDocument>>;
  removeAll: (teamId: string, transformationId: string, session: Transaction) => Promise<void>;
}

const DIGITS = 10;

/** Variables are encrypted here too, each version's bound to that version. */
export function createTransformationVersions(
  collection: Collection<TransformationVersionDocument>,
  vault: Vault,
): TransformationVersionStore {
  return {
    async add({ _id: transformation_id, team_id, version, code, env, updated_at: created_at }, session) {
      const _id = `${transformation_id}_${String(version).padStart(DIGITS, "0")}`;
      const document = { _id, team_id, transformation_id, version, code, env, created_at };
      await collection.insertOne(vault.seal(TransformationRecord, document, document), { session });
    },
    async page(team_id, transformation_id, query) {
      const page = await findPage(collection, { team_id, transformation_id }, query);
      return { ...page, rows: page.rows.map((row) => vault.open(TransformationRecord, row, row)) };
    },
    removeAll: async (team_id, transformation_id, session) =>
      void (await collection.deleteMany({ team_id, transformation_id }, { session })),
  };
}
