/** What a person needs to begin with. */
export interface Started {
  url: string;
  publicUrl: string;
  team: { teamId: string; apiKey: string } | null;
  mongodbUri?: string;
  temporalUiUrl?: string | null;
  dataDir?: string;
}

/** Where everything is, and a first call to copy. */
export function describeStart({ url, team, ...servers }: Started): string {
  const rows = [
    ["Dashboard", url],
    ["API", `${url}/v1`],
    ["Ingress", `${servers.publicUrl}/in/<source token>`],
    ["Temporal UI", servers.temporalUiUrl],
    ["MongoDB", servers.mongodbUri],
    ["Data folder", servers.dataDir],
    ["Team id", team?.teamId],
    ["API key", team?.apiKey],
  ];
  const lines = rows.flatMap(([label, value]) => (value ? [`  ${label!.padEnd(12)} ${value}`] : []));
  const copy = team
    ? [
        "",
        "  Copy into a shell, to begin with:",
        "",
        `    export FASTHOOK_URL=${url} FASTHOOK_TEAM_ID=${team.teamId} FASTHOOK_API_KEY=${team.apiKey}`,
        `    curl -s $FASTHOOK_URL/v1/sources -H "authorization: Bearer $FASTHOOK_API_KEY" -H "x-team-id: $FASTHOOK_TEAM_ID"`,
      ]
    : [];
  return ["", "FastHook is running.", "", ...lines, ...copy, "", ""].join("\n");
}
