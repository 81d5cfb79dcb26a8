import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

/** A question before something happens; Escape and a click beside it say no. */
export function Dialog({
  title,
  children,
  close,
}: {
  title: string;
  children: ComponentChildren;
  close: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    // Taken away, a dialog does not give the focus back by itself.
    return () => queueMicrotask(() => giveFocusTo(before));
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onClose={close}
      onClick={(click) => click.target === dialog.current && close()}
    >
      <div class="dialog-body">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** Or, where that is gone or was nothing, to the page. */
function giveFocusTo(before: HTMLElement | null): void {
  if (document.activeElement !== document.body) return;
  const isThere = before?.isConnected && before !== document.body;
  (isThere ? before : document.querySelector("main"))?.focus({ preventScroll: true });
}

/** The buttons of a question. */
export function Choice({
  yes,
  no = "Not now",
  danger = false,
  busy = false,
  confirm,
  close,
}: {
  yes: string;
  no?: string;
  danger?: boolean;
  busy?: boolean;
  confirm: () => void;
  close: () => void;
}) {
  return (
    <div class="actions end">
      <button type="button" class="button" onClick={close}>
        {no}
      </button>
      <button
        type="button"
        class={`button ${danger ? "danger" : "primary"}`}
        disabled={busy}
        onClick={confirm}
        autofocus
      >
        {yes}
      </button>
    </div>
  );
}
