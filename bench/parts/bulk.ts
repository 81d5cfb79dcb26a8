import { meter } from "../costs.ts";
import { fill } from "../fill.ts";
import { until } from "../gateway.ts";
import { compare, type Way } from "../laps.ts";
import type { Bench, Part } from "../part.ts";
import { bareWay, EMPTY } from "./workflow.ts";

const EVENTS = 1000;
const POLL_WITHIN = 3_600_000;

interface Operation {
  id: string;
  status: string;
  delivered_count: number;
}

/** How fast many failed events are sent again, beside what the same Temporal does of workflows with nothing in them. */
export const bulk: Part = async (bench) => {
  const count = bench.size ?? EVENTS;
  const ways = [await bareWay(bench, "an empty workflow", EMPTY), await retryWay(bench, count)];
  return compare({ title: `Bulk retry of ${count.toLocaleString("en-US")} failed events`, ways }, bench);
};

async function retryWay({ stage, gateway }: Bench, count: number): Promise<Way> {
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  return {
    name: "a bulk retry",
    async lap() {
      const connection = await gateway.connect(destination);
      await fill(stage, gateway, { connection, count, statusOf: () => "failed" });
      const cost = meter(gateway.processes());
      const asked = performance.now();
      const filter = { connection_id: connection.id, status: "failed" };
      const { id } = await gateway.api<Operation>("POST", "/events/bulk_operations", filter);
      const answered = performance.now();
      const path = `/events/bulk_operations/${id}`;
      let operation = await gateway.api<Operation>("GET", path);
      await until("the bulk operation ends", POLL_WITHIN, async () => {
        operation = await gateway.api<Operation>("GET", path);
        return operation.status === "completed";
      });
      return {
        "events/s": (operation.delivered_count * 1000) / (performance.now() - answered),
        "answered after ms": answered - asked,
        ...cost(count, "event"),
      };
    },
  };
}
