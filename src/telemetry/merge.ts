/** A metric's lines: what it is, and its samples. */
interface Family {
  head: string[];
  samples: string[];
}

const NAMED = /^# (?:HELP|TYPE) (\S+)/;

/**
 * What two processes tell, in Prometheus' text form, as one: the samples of the other get the label `process`, so that
 * sums add both up, and none stands there twice.
 */
export function mergeExpositions(own: string, other: string, process: string): string {
  const families = new Map<string, Family>();
  collect(own, families, (sample) => sample);
  collect(other, families, (sample) => labelled(sample, `process="${process}"`));
  const lines = [...families.values()].flatMap(({ head, samples }) => [...head, ...samples, ""]);
  return `${lines.join("\n")}\n`;
}

function collect(text: string, families: Map<string, Family>, written: (sample: string) => string): void {
  const before = new Set(families.keys());
  let family: Family = { head: [], samples: [] };
  for (const line of text.split("\n")) {
    const [, name] = NAMED.exec(line) ?? [];
    if (name !== undefined) {
      family = families.get(name) ?? { head: [], samples: [] };
      families.set(name, family);
      if (!before.has(name)) family.head.push(line);
    } else if (line !== "" && !line.startsWith("#")) family.samples.push(written(line));
  }
}

function labelled(sample: string, label: string): string {
  const [, name = "", labels] = /^([^{\s]+)(?:\{(.*)\})? /.exec(sample) ?? [];
  const rest = sample.slice(sample.lastIndexOf(" "));
  return `${name}{${labels ? `${labels},` : ""}${label}}${rest}`;
}
