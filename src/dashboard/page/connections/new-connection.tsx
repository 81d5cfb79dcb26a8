import { useState } from "preact/hooks";
import { navigate, useAddress } from "../address.ts";
import { asProblem, call } from "../api.ts";
import { reloadDirectory, useDirectory } from "../directory.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { say } from "../parts/toast.tsx";
import type { Problem, Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";
import { ScopeNotice } from "../parts/scoped-link.tsx";

/**
 * Makes a connection between a source and a destination, each of which may be new. The address may name the source, and a
 * request that waits for the connection: its page is next then.
 */
export function NewConnection() {
  const { sources, destinations } = useDirectory();
  const [problem, setProblem] = useState<Problem | null>(null);
  const given = new URLSearchParams(useAddress().query);
  const [sourceId, setSourceId] = useState(given.get("source_id") ?? "");
  const [destinationId, setDestinationId] = useState("");
  const waiting = given.get("request_id");

  async function submit(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const text = (name: string) => ((fields.get(name) as string | null) ?? "").trim();
    const body = {
      name: text("name") || null,
      ...(sourceId ? { source_id: sourceId } : { source: { name: text("source_name") } }),
      ...(destinationId
        ? { destination_id: destinationId }
        : { destination: { name: text("destination_name"), url: text("destination_url") } }),
    };
    try {
      const made = await call<Wire["connection"]>("POST", "/connections", { body });
      await reloadDirectory();
      say(
        waiting
          ? "The connection is made. Retry the request, and it goes through it."
          : "The connection takes requests from now on.",
      );
      navigate(waiting ? `/requests/${waiting}` : `/connections/${made.id}`);
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  return (
    <>
      <BackTo path="/connections" name="Connections" />
      <PageHead title="New connection" />
      <ScopeNotice />
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <fieldset>
          <legend>From</legend>
          <EndSelect label="Source" value={sourceId} ends={sources} change={setSourceId} />
          {sourceId ? null : (
            <label>
              Name of the new source
              <input name="source_name" required placeholder="stripe" />
            </label>
          )}
        </fieldset>
        <fieldset>
          <legend>To</legend>
          <EndSelect
            label="Destination"
            value={destinationId}
            ends={destinations}
            change={setDestinationId}
          />
          {destinationId ? null : (
            <>
              <label>
                Name of the new destination
                <input name="destination_name" required placeholder="billing" />
              </label>
              <label>
                URL
                <input
                  name="destination_url"
                  type="url"
                  required
                  placeholder="https://api.example.com/webhooks"
                />
              </label>
            </>
          )}
        </fieldset>
        <label>
          <span>
            Name of the connection <span class="faint">optional</span>
          </span>
          <input name="name" />
        </label>
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div class="actions end">
          <a class="button" href="/connections">
            Back
          </a>
          <ScopedButton class="button primary">Create</ScopedButton>
        </div>
      </form>
    </>
  );
}

function EndSelect({
  label,
  value,
  ends,
  change,
}: {
  label: string;
  value: string;
  ends: ReadonlyMap<string, { id: string; name: string }>;
  change: (id: string) => void;
}) {
  return (
    <label>
      {label}
      <select value={value} onChange={(it) => change(it.currentTarget.value)}>
        <option value="">a new one</option>
        {[...ends.values()].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
