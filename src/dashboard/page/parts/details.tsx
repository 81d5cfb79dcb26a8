import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** Something with more to it, which is made when it is first opened. */
export function Details({
  summary,
  open = false,
  children,
}: {
  summary: ComponentChildren;
  open?: boolean;
  children: () => ComponentChildren;
}) {
  const [opened, setOpened] = useState(open);
  return (
    <details open={open} onToggle={(it) => it.currentTarget.open && setOpened(true)}>
      <summary>{summary}</summary>
      {opened ? children() : null}
    </details>
  );
}
