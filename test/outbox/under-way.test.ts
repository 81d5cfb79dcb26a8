import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createUnderWay } from "../../src/outbox/under-way.ts";

const MOST = 50;

/** Fifty starts at time 0 of a clock that stands still until it is set. */
function crowd() {
  let time = 0;
  const underWay = createUnderWay(() => time);
  for (let at = 0; at < MOST; at++) underWay.started(`evt_${at}`);
  const isFull = () => Promise.race([underWay.room().then(() => false), setImmediate(true)]);
  return { ...underWay, isFull, at: (ms: number) => void (time = ms) };
}

describe("starts that nobody has taken up", () => {
  it("leave room for another one as each begins", async () => {
    const it = crowd();
    const room = it.room();
    it.begun("evt_7");
    await room;
    it.started("evt_50");
    expect(await it.isFull()).toBe(true);
  });

  it("have begun elsewhere once one that was started a second later has begun here", async () => {
    const it = crowd();
    it.at(1500);
    it.started("evt_later");
    it.begun("evt_later");
    expect(await it.isFull()).toBe(false);
  });

  it("hold up nobody for longer than ten seconds", async () => {
    const it = crowd();
    it.at(9999);
    expect(await it.isFull()).toBe(true);
    it.at(10_000);
    expect(await it.isFull()).toBe(false);
  });
});
