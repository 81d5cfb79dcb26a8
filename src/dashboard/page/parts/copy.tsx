import { useEffect, useState } from "preact/hooks";
import { tailOf } from "../format.ts";
import { Icon } from "./icon.tsx";
import { complain, say } from "./toast.tsx";

/** Copies a text; where the page has no clipboard, for it came over plain HTTP, by way of a field. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** A button that copies; `remark` is what to know of the copy. */
export function Copy({
  text,
  label,
  words,
  remark,
}: {
  text: string;
  label: string;
  words?: string;
  remark?: string | null;
}) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    const timer = done ? setTimeout(() => setDone(false), 1500) : undefined;
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    await copyText(text);
    setDone(true);
    if (remark) say(remark);
  };
  return (
    <button
      type="button"
      class={words ? "button" : "icon-button"}
      title={done ? "Copied" : label}
      aria-label={words ? undefined : label}
      onClick={() => void copy().catch(complain)}
    >
      <Icon name={done ? "done" : "copy"} size={14} />
      {words ? (done ? "Copied" : words) : null}
    </button>
  );
}

/** An id: its end in a row, all of it in its title and on the clipboard. */
export function Id({ id, whole = false }: { id: string; whole?: boolean }) {
  return (
    <span class="id" title={id}>
      <code>{whole ? id : tailOf(id)}</code>
      <Copy text={id} label={`Copy ${id}`} />
    </span>
  );
}
