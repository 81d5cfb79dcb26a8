/** One file of the page, by its path below the origin. */
export interface Asset {
  path: string;
  bytes: Uint8Array;
}

/** The page as it is served; `index.html` is the one file whose name has no hash. */
export type Page = ReadonlyMap<string, Asset>;

/** The file that every address of the page answers with. */
export const INDEX = "/index.html";
