/** RFC 9110 section 7.6.1, and what whoever sends decides by itself. */
const OF_THE_CONNECTION = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Whether a header, in lower case, is of the connection between two servers, and not of the message that goes on. */
export const isOfTheConnection = (name: string): boolean =>
  OF_THE_CONNECTION.has(name) || name.startsWith("proxy-");
