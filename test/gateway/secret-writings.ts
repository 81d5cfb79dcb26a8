/** How a secret may stand in a text: as it is, escaped, encoded, in hexadecimal, and within base64 at any offset. */
export function writingsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    escaped,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("hex"),
    ...[0, 1, 2].flatMap((offset) => [secret, escaped].flatMap((text) => withinBase64(text, offset))),
  ];
}

/** What base64 makes of a text that begins so many bytes into a longer one, without what its neighbours decide. */
function withinBase64(text: string, offset: number): string[] {
  const encoded = Buffer.from("\0".repeat(offset) + text).toString("base64");
  const own = encoded.slice(Math.ceil((offset * 8) / 6), -4);
  return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
}

/** The names of the secrets that a text gives away. */
export function leaksIn(text: string, secrets: Record<string, string>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    writingsOf(secret).some((writing) => text.includes(writing)) ? [name] : [],
  );
}
