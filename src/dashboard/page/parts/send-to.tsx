import { quoted } from "../records/curl.ts";
import { Copy } from "./copy.tsx";

const SAMPLE = JSON.stringify({ type: "order.created", id: 1, amount: 4200 });

/** The URL of a source, and a command that sends something there. */
export function SendTo({ url }: { url: string }) {
  const command = `curl -X POST ${quoted(url)} \\\n  -H 'content-type: application/json' \\\n  -d ${quoted(SAMPLE)}`;
  return (
    <>
      <p class="command-line">
        <code class="wrap">{url}</code>
        <Copy text={url} label="Copy the URL" />
      </p>
      <div class="command">
        <pre>{command}</pre>
        <Copy text={command} label="Copy the command" words="Copy" />
      </div>
    </>
  );
}
