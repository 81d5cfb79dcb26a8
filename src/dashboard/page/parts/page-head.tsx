import type { ComponentChildren } from "preact";
import { goBack } from "../address.ts";
import { useKeys } from "../keys.ts";
import { Icon } from "./icon.tsx";

/** A page's title and what can be done there. */
export function PageHead({ title, children }: { title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <header class="page-head">
      <h1>{title}</h1>
      <div class="actions">{children}</div>
    </header>
  );
}

/** The way back to a list, which Escape goes too. */
export function BackTo({ path, name }: { path: string; name: string }) {
  useKeys({ Escape: { says: `Back to ${name.toLowerCase()}`, run: () => goBack(path) } });
  return (
    <a class="back" href={path}>
      <Icon name="back" size={14} /> {name}
    </a>
  );
}
