import type { Route } from "../../src/api/route.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import type { TestGateway } from "../support/gateway.ts";
import type { Receiver } from "../support/receiver.ts";
import { makeKey } from "./keys.ts";
import { connect } from "./scene.ts";
import { send } from "./send.ts";

/** The id of something of each kind, by the collection's name in paths. */
export type Ids = Record<string, string>;

/** Makes one of each kind that a request on its way leaves behind. */
export async function makeOneOfEach(
  gateway: Pick<TestGateway, "api" | "url" | "settings">,
  receiver: Receiver,
): Promise<Ids> {
  const { api } = gateway;
  const transformation = await api.ok<Wire["transformation"]>("POST", "/transformations", {
    name: "one of each",
    code: 'addHandler("transform", (request) => request)',
  });
  const rules = [{ type: "transform", transformation_id: transformation.id }];
  const connection = await connect(api, receiver.url, { rules });
  await send(connection.source.url);
  await receiver.waitFor(1);
  const attempt = await eventually("the attempt is recorded", async () => {
    return (await api.ok<List<Wire["attempt"]>>("GET", "/attempts")).models[0];
  });
  const event = await api.ok<Wire["event"]>("GET", `/events/${attempt.event_id}`);
  return {
    sources: connection.source_id,
    destinations: connection.destination_id,
    connections: connection.id,
    transformations: transformation.id,
    requests: event.request_id,
    events: event.id,
    attempts: attempt.id,
    executions: event.execution_ids[0]!,
    api_keys: (await makeKey(gateway, ["read"])).made.id,
  };
}

/** The route's path, each id in it that of what is there, of the kind that the step before it names. */
export function pathTo({ path }: Pick<Route, "path">, ids: Ids): string {
  return path.replace(/([\w]+)\/:\w+/g, (_, noun: string) => `${noun}/${ids[noun] ?? "none"}`);
}

/** Whether everything that the route's path names is there. */
export function isThere({ path }: Pick<Route, "path">, ids: Ids): boolean {
  return [...path.matchAll(/(\w+)\/:/g)].every(([, noun = ""]) => noun in ids);
}
