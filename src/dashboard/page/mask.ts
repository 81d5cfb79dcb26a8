/** What the API shows in place of a secret; sent back, it keeps what is saved. */
export const MASK = "********";

/** What is shown in place of a secret that was typed and not saved. */
export const NEW_SECRET = "(a new secret)";

/** A secret for it to be shown: whether there is one, and whether it is a new one. */
export const masked = (secret: string): string => (secret === MASK || secret === "" ? secret : NEW_SECRET);
