import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The checkout's path, with a slash at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The text of a file of the checkout. */
export const read = (path: string) => readFileSync(root + path, "utf8");
