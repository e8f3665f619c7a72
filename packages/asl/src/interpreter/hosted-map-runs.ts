import type { Effect } from "../execution.ts";
import type { MapRunRequest } from "../map-run-request.ts";
import type { Visit } from "./visit.ts";

/** A map run that the host has been asked to run. */
export interface HostedMapRunProgress {
  kind: "hostedMapRun";
  request: MapRunRequest;
}

/** The map runs that the host works on for an execution, and whose they are. */
export class HostedMapRuns {
  readonly #emit: (effect: Effect) => void;
  readonly #visits = new Map<string, { visit: Visit; request: MapRunRequest }>();

  constructor(emit: (effect: Effect) => void) {
    this.#emit = emit;
  }

  start(visit: Visit, request: MapRunRequest): void {
    visit.progress = { kind: "hostedMapRun", request };
    visit.mapRun = request;
    this.restore(visit, request);
    this.#emit({ kind: "startMapRun", mapRun: request });
  }

  /** After a restart: known again; the host takes it up by itself. */
  restore(visit: Visit, request: MapRunRequest): void {
    this.#visits.set(request.mapRunArn, { visit, request });
  }

  visitOf(mapRunArn: string): Visit | undefined {
    return this.#visits.get(mapRunArn)?.visit;
  }

  requests(): MapRunRequest[] {
    return [...this.#visits.values()].map(({ request }) => request);
  }

  /** The map run has ended by itself. */
  finish(visit: Visit): void {
    if (visit.progress?.kind !== "hostedMapRun") return;
    this.#visits.delete(visit.progress.request.mapRunArn);
    visit.progress = undefined;
  }

  /** Nobody waits for it any longer: its children are to be stopped. */
  cancel(visit: Visit): void {
    const { progress } = visit;
    if (progress?.kind !== "hostedMapRun") return;
    this.finish(visit);
    this.#emit({ kind: "stopMapRun", mapRunArn: progress.request.mapRunArn });
  }

  cancelAll(): void {
    for (const { visit } of this.#visits.values()) this.cancel(visit);
  }
}
