import { useDirectory } from "../directory.ts";
import type { Wire } from "../wire.ts";
import { ScopedLink } from "../parts/scoped-link.tsx";

/** What to do about a request that came before its source had a connection. */
export function NotConnected({ request: { id, source_id } }: { request: Wire["request"] }) {
  const { connections, sources } = useDirectory();
  const isConnected = [...connections.values()].some((it) => it.source_id === source_id);
  const source = sources.get(source_id)?.name ?? "its source";
  return (
    <div class="next-step">
      <p>
        It is stored, byte for byte, and its sender was answered. It went nowhere yet:{" "}
        {isConnected ? (
          <>
            when it came, <b>{source}</b> had no connection. Now it has one: <b>retry</b> this request, and it
            is sent on.
          </>
        ) : (
          <>
            <b>{source}</b> has no connection that would say where to. Make one, then retry this request.
          </>
        )}
      </p>
      {isConnected ? null : (
        <ScopedLink class="button primary" href={`/connections/new?source_id=${source_id}&request_id=${id}`}>
          Connect it to a destination
        </ScopedLink>
      )}
    </div>
  );
}
