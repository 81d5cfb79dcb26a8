import { Copy } from "../parts/copy.tsx";
import { curlOf, isMasked, type Sendable } from "./curl.ts";

/** Copies a command that makes a call again, and says where it lacks a secret. */
export function CopyCurl({ call, label, words }: { call: Sendable; label: string; words: string }) {
  const command = curlOf(call);
  const remark = isMasked(command) ? "Copied. Put your own secret in the place of ********." : null;
  return <Copy text={command} label={label} words={words} remark={remark} />;
}
