/** What the API shows in place of a secret; sent back, it keeps what is saved. */
export const MASK = "********";
