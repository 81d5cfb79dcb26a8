import type { ComponentProps } from "preact";
import type { Scope } from "../../../resources/api-key.ts";
import { useRefusal } from "../session/own-key.ts";

/** A button for what not every key may: without the scope it can't be pressed, and its title says why. */
export function ScopedButton({
  needs = "write",
  disabled,
  title,
  ...rest
}: ComponentProps<"button"> & { needs?: Scope }) {
  const refusal = useRefusal(needs);
  return <button {...rest} disabled={disabled || refusal !== null} title={refusal ?? title} />;
}
