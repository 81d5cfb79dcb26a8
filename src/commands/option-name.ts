/** The option by which a field of the API is given, without dashes: `--response-status`, and `--source` for an id. */
export function optionName(field: string): string {
  return field.replace(/_id$/, "").replaceAll("_", "-");
}
