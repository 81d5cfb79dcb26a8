import { useState } from "preact/hooks";
import { TextDiff } from "../parts/diff-view.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** Says that another has saved something since a draft was begun, and leaves the choice. */
export function StaleNotice({
  what,
  mine,
  theirs,
  ready,
  discard,
  saveAnyway,
}: {
  /** Such as "The rules were". */
  what: string;
  /** Null where there is nothing to be compared yet. */
  mine: string | null;
  theirs: string;
  /** Whether the draft can be saved. */
  ready: boolean;
  discard: () => void;
  saveAnyway: () => void;
}) {
  const [shown, show] = useState(false);
  return (
    <div class="notice wait stale" role="alert">
      <p>{what} changed elsewhere since you began. Saving yours takes the place of that.</p>
      <div class="actions">
        <button type="button" class="button" aria-expanded={shown} onClick={() => show(!shown)}>
          {shown ? "Hide theirs" : "Show theirs"}
        </button>
        <button type="button" class="button" onClick={discard}>
          Take theirs
        </button>
        <ScopedButton type="button" class="button" disabled={!ready} onClick={saveAnyway}>
          Save mine anyway
        </ScopedButton>
      </div>
      {shown ? (
        <>
          <p>{mine === null ? "What they saved:" : "What yours makes of theirs:"}</p>
          {mine === null ? <pre class="text">{theirs}</pre> : <TextDiff before={theirs} after={mine} />}
        </>
      ) : null}
    </div>
  );
}
