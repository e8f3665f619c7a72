import type { Tag } from "@aws-sdk/client-cloudformation";

import type { Json, JsonObject } from "../json.ts";

/** What `Fn::GetAtt` gives, by attribute name. */
export type Attributes = Readonly<Record<string, Json>>;

/** What a change of a property does to the physical resource. Source: "Update requires" in the resource's page of the Template Reference. */
export type PropertyChange = "update" | "replace";

/** One type of resource: how CloudFormation makes it, changes it and deletes it in the service that owns it. */
export interface ResourceProvider {
  readonly type: string;
  /** The properties that the engine gives an effect; a template with another one fails, naming it. */
  readonly properties: Readonly<Record<string, PropertyChange>>;
  readonly required?: readonly string[];
  readonly attributes: readonly string[];
  /** Whether the stack's tags go onto the resource. */
  readonly taggable?: boolean;
  /** The property that names the resource, so that two of that name cannot be there at the same time. */
  readonly nameProperty?: string;
  /** The physical id, where CloudFormation chooses it. It is stored before the resource is made. */
  readonly choosePhysicalId?: (request: ResourceRequest) => string;
  /** Makes the resource, or goes on where an earlier process was stopped (`resumed`). */
  readonly create: (request: CreateRequest) => Promise<Attributes>;
  /** Absent when every change needs a new physical resource. */
  readonly update?: (request: UpdateRequest) => Promise<Attributes>;
  /** Deletes the resource; that it is gone already is no error. */
  readonly delete: (request: DeleteRequest) => Promise<void>;
}

export interface ResourceRequest {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** Evaluated. */
  readonly properties: JsonObject;
  /** The stack's tags; empty for types that are not `taggable`. */
  readonly tags: readonly Tag[];
}

export interface CreateRequest extends ResourceRequest {
  /** What `choosePhysicalId` gave, or what `initiated` was told before the restart. */
  readonly physicalId: string | undefined;
  /** An earlier process began this: the resource may be there already. */
  readonly resumed: boolean;
  /** The physical resource that this one takes the place of. */
  readonly replaces: string | undefined;
  /** When the stack began it, in milliseconds since the epoch: what is older is not the stack's. */
  readonly begunAt: number;
  /** To be called when the resource is there, though not yet complete: from then on the stack deletes it. */
  readonly initiated: (physicalId: string) => void;
}

export interface UpdateRequest extends ResourceRequest {
  readonly physicalId: string;
  readonly previousProperties: JsonObject;
  readonly previousTags: readonly Tag[];
  readonly attributes: Attributes;
}

export interface DeleteRequest {
  readonly physicalId: string;
  readonly properties: JsonObject;
  readonly attributes: Attributes;
}
