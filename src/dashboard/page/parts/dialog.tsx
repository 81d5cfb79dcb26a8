import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

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
  useEffect(() => dialog.current?.showModal(), []);
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
