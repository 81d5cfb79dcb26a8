/**
 * Notes what a name says among fields whose names may come again: one text, or the list of all of them. Anybody may
 * repeat a name half a million times, so what a repetition costs does not grow.
 */
export function addField(
  fields: Map<string, string | string[]>,
  name: string,
  said: string | readonly string[],
): void {
  const texts = typeof said === "string" ? [said] : said;
  const before = fields.get(name);
  if (Array.isArray(before)) for (const text of texts) before.push(text);
  else if (before !== undefined) fields.set(name, [before, ...texts]);
  else fields.set(name, typeof said === "string" ? said : [...said]);
}
