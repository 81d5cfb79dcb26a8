import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { connect } from "./scene.ts";

type Simulation = Wire["simulation"];

/** Without a worker, nothing takes a simulation up. */
let gateway: TestGateway;
beforeAll(async () => void (gateway = await startTestGateway({ roles: ["ingress", "api"] })));
afterAll(() => gateway[Symbol.asyncDispose]());

const NOWHERE = "http://127.0.0.1:9";

test("a simulation that takes long is answered as it is, found again where it says, and can be cancelled once", async () => {
  const { api } = gateway;
  const connection = await connect(api, NOWHERE);
  const answer = await api.call<Simulation>("POST", `/connections/${connection.id}/simulate`, {
    rules: [{ type: "filter", path: "/a" }],
    q: "needle",
    limit: 5,
  });
  expect(answer.status).toBe(202);
  const { id } = answer.body;
  expect(answer.headers.get("location")).toBe(`/v1/connections/${connection.id}/simulations/${id}`);
  const asked = { rules: [{ type: "filter", path: "/a" }], query: { q: "needle" }, limit: 5 };
  const waits = {
    ...asked,
    status: "pending",
    progress: 0,
    done_count: 0,
    total_count: null,
    started_at: null,
  };
  expect(answer.body).toMatchObject(waits);

  const path = answer.headers.get("location")!.replace("/v1", "");
  expect(await api.ok("GET", path)).toEqual(answer.body);
  const list = await api.ok<List<Simulation>>("GET", `/connections/${connection.id}/simulations`);
  expect(list.models).toMatchObject([{ id, status: "pending" }]);

  const elsewhere = await connect(api, NOWHERE);
  const other = await api.call("GET", `/connections/${elsewhere.id}/simulations/${id}`);
  expect(other.status).toBe(404);

  expect(await api.ok("PUT", `${path}/cancel`)).toMatchObject({ status: "cancelled", progress: 0 });
  const again = await api.call<Problem>("PUT", `${path}/cancel`);
  expect([again.status, again.body.code]).toEqual([409, "CONFLICT"]);
});

test("a simulation while Temporal is away is refused, and nothing of it is kept", async () => {
  await gateway.restart({ temporal: { ...gateway.settings.temporal, address: "127.0.0.1:9" } });
  const connection = await connect(gateway.api, NOWHERE);
  const path = `/connections/${connection.id}/simulate`;
  const answer = await gateway.api.call<Problem>("POST", path, { rules: [] });
  expect([answer.status, answer.body.code]).toEqual([503, "UNAVAILABLE"]);
  const list = await gateway.api.ok<List<Simulation>>("GET", `/connections/${connection.id}/simulations`);
  expect(list.models).toEqual([]);
});
