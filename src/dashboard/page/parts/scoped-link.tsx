import type { ComponentChildren } from "preact";
import { useRefusal } from "../session/own-key.ts";

/** A link to where something is made or changed: for a key that may not, it leads nowhere, and its title says why. */
export function ScopedLink({
  href,
  class: look,
  children,
}: {
  href: string;
  class: string;
  children: ComponentChildren;
}) {
  const refusal = useRefusal("write");
  if (refusal === null) {
    return (
      <a class={look} href={href}>
        {children}
      </a>
    );
  }
  return (
    <a class={look} role="link" aria-disabled="true" title={refusal}>
      {children}
    </a>
  );
}

/** Says why the session's key can't do what a page is for; nothing where it can. */
export function ScopeNotice() {
  const refusal = useRefusal("write");
  return refusal === null ? null : (
    <p class="notice" role="note">
      {refusal}
    </p>
  );
}
