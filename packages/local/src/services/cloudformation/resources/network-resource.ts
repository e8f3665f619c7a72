import type { Json } from "../json.ts";
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
 * The engine has no EC2: jobs use the machine's network. A resource of EC2 is an id and attributes in the stack's record,
 * so that templates work and ids can be passed to ECS; it carries no packets.
 */
export function createNetworkResource(
  { context: { createId } }: ResourceServices,
  network: NetworkType,
): ResourceProvider {
  const evaluate = (request: ResourceRequest, physicalId: string): Attributes =>
    Object.fromEntries(
      Object.entries(network.attributes).map(([name, toValue]) => [name, toValue(request, physicalId)]),
    );
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
    create(request) {
      const { physicalId = "", initiated } = request;
      initiated(physicalId);
      return Promise.resolve(evaluate(request, physicalId));
    },
    update: (request) => Promise.resolve(evaluate(request, request.physicalId)),
    delete: () => Promise.resolve(),
  };
}
