import { MongoError, MongoNetworkError, MongoServerSelectionError } from "mongodb";
import { Unavailable } from "../errors.ts";

/** Another resource of this kind and team already has the name. */
export class NameTaken extends Error {
  constructor(readonly takenName: string) {
    super(`the name ${JSON.stringify(takenName)} is already in use`);
    this.name = "NameTaken";
  }
}

const DUPLICATE_KEY = 11_000;

/** Whether a unique index refused a write: for an id that is derived, the step was done before. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === DUPLICATE_KEY;
}

/** Whether MongoDB, not the caller, is at fault, so that the same call may work later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  return error instanceof MongoError && !isDuplicateKey(error);
}

/** Whether the same write may work later: MongoDB is away, or refused it for another reason than what it holds already. */
export function mayPass(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  if (!(error instanceof Error) || isDuplicateKey(error)) return false;
  // What one item of a group met, such as a full disk, has MongoDB's code alone.
  return error instanceof MongoError || ("code" in error && typeof error.code === "number");
}

/** https://www.mongodb.com/docs/manual/reference/error-codes/: MaxTimeMSExpired. */
const TIME_UP = 50;

/** Whether MongoDB gave a read up because it took longer than was allowed. */
export function isTimeUp(error: unknown): boolean {
  return error instanceof MongoError && error.code === TIME_UP;
}
