import type { Json, JsonObject } from "../json.ts";
import type { Attributes, PropertyChange, ResourceProvider, ResourceRequest } from "./provider.ts";
import type { ResourceServices } from "./resource-services.ts";

/** A type of EC2's network: an id, and attributes that follow from its properties. */
export interface NetworkType {
  readonly type: string;
  /** What the id begins with, e.g. `vpc`; or, for what has no id of its own, how it is made of its properties. */
  readonly id: string | ((request: ResourceRequest) => string);
  readonly properties: Readonly<Record<string, PropertyChange>>;
  readonly required?: readonly string[];
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, (request: ResourceRequest, physicalId: string) => Json>>;
  readonly taggable?: boolean;
}

/**
 * The engine has no EC2: jobs use the machine's network. A resource of EC2 is a row with an id and attributes, so that
 * templates work and ids can be passed to ECS; it carries no packets.
 */
export function createNetworkResource(
  { context: { store, createId } }: ResourceServices,
  network: NetworkType,
): ResourceProvider {
  const evaluate = (request: ResourceRequest, physicalId: string): Attributes =>
    Object.fromEntries(
      Object.entries(network.attributes).map(([name, toValue]) => [name, toValue(request, physicalId)]),
    );
  const save = (physicalId: string, attributes: Attributes, properties: JsonObject) =>
    store
      .prepare(
        `INSERT INTO cfn_network (physical_id, type, attributes) VALUES (?, ?, ?)
         ON CONFLICT (physical_id) DO UPDATE SET attributes = excluded.attributes`,
      )
      .run(physicalId, network.type, JSON.stringify({ ...properties, ...attributes }));
  return {
    type: network.type,
    properties: { ...network.properties, ...(network.taggable ? { Tags: "update" } : {}) },
    ...(network.required ? { required: network.required } : {}),
    attributes: Object.keys(network.attributes),
    ...(network.taggable ? { taggable: true } : {}),
    choosePhysicalId: (request) =>
      typeof network.id === "string"
        ? `${network.id}-${createId().replaceAll("-", "").slice(0, 17)}`
        : network.id(request),
    async create(request) {
      const { physicalId = "", properties, initiated } = request;
      const attributes = evaluate(request, physicalId);
      save(physicalId, attributes, properties);
      initiated(physicalId);
      return attributes;
    },
    async update(request) {
      const attributes = evaluate(request, request.physicalId);
      save(request.physicalId, attributes, request.properties);
      return attributes;
    },
    async delete({ physicalId }) {
      store.prepare("DELETE FROM cfn_network WHERE physical_id = ?").run(physicalId);
    },
  };
}
