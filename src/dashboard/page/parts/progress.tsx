import { percent } from "../format.ts";

/** How far something is, from 0 to 1, in parts of different outcome. */
export function Progress({
  label,
  parts,
}: {
  label: string;
  parts: { tone: string; share: number; name: string }[];
}) {
  const done = parts.reduce((sum, { share }) => sum + share, 0);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(done * 100)}
      aria-valuetext={percent(done)}
    >
      {parts.map(({ tone, share, name }) => (
        <i
          key={name}
          class={tone}
          title={`${name}: ${percent(share)}`}
          style={{ width: `${share * 100}%` }}
        />
      ))}
    </div>
  );
}
