import { filterContest } from "./filters.ts";
import { measure } from "./harness.ts";
import { readOptions } from "./options.ts";
import { table } from "./report.ts";
import { withTransformationContests } from "./transformations.ts";

/** `npm run bench:rules`: how fast rules are, each against the least that the same thing could cost. */
const { json, ...effort } = readOptions(process.argv.slice(2));
const scores = await withTransformationContests(async (contests) => {
  const measured = [];
  for (const contest of [...contests, filterContest()]) measured.push(...(await measure(contest, effort)));
  return measured;
});
process.stdout.write(json ? `${JSON.stringify(scores, null, 2)}\n` : table(scores));
