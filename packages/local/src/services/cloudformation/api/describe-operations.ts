import {
  DescribeStackEvents$,
  DescribeStackResource$,
  DescribeStackResources$,
  DescribeStacks$,
  ListStackResources$,
  ListStacks$,
  type DescribeStackEventsInput,
  type DescribeStackEventsOutput,
  type DescribeStackResourceInput,
  type DescribeStackResourceOutput,
  type DescribeStackResourcesInput,
  type DescribeStackResourcesOutput,
  type DescribeStacksInput,
  type DescribeStacksOutput,
  type ListStackResourcesInput,
  type ListStackResourcesOutput,
  type ListStacksInput,
  type ListStacksOutput,
} from "@aws-sdk/client-cloudformation";

import { operation } from "../../../protocol/service.ts";
import { pageOf } from "../../page-of.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import { stackDoesNotExist, validationError } from "../errors.ts";
import type { ResourceRecord } from "../records/resource-record.ts";
import { toStack, toStackSummary } from "./describe-stack.ts";
import { findStack } from "./find-stack.ts";

/** Source: CloudFormation API Reference: each of these lists comes in pages of up to 100. */
const pageSize = 100;

const invalidToken = () => validationError("Invalid or expired NextToken");

/** Operations that tell about stacks, their events and their resources. */
export const describeOperations = {
  // Source: CloudFormation API Reference, DescribeStacks
  DescribeStacks: operation(
    DescribeStacks$,
    (input: DescribeStacksInput, cf: CloudFormation): DescribeStacksOutput => {
      if (input.StackName !== undefined) return { Stacks: [toStack(findStack(cf, input.StackName))] };
      const live = cf.stacks.list().filter(({ status }) => status !== "DELETE_COMPLETE");
      const { items, nextToken } = pageOf(live, {
        keyOf: ({ stackId }) => stackId,
        limit: pageSize,
        token: input.NextToken,
        invalidToken,
      });
      return { Stacks: items.map(toStack), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
    },
  ),

  // Source: CloudFormation API Reference, ListStacks
  ListStacks: operation(ListStacks$, (input: ListStacksInput, cf: CloudFormation): ListStacksOutput => {
    const statuses = input.StackStatusFilter ?? [];
    const wanted = cf.stacks
      .list()
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    const { items, nextToken } = pageOf(wanted, {
      keyOf: ({ stackId }) => stackId,
      limit: pageSize,
      token: input.NextToken,
      invalidToken,
    });
    return {
      StackSummaries: items.map(toStackSummary),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  }),

  // Source: CloudFormation API Reference, DescribeStackEvents
  DescribeStackEvents: operation(
    DescribeStackEvents$,
    (input: DescribeStackEventsInput, cf: CloudFormation): DescribeStackEventsOutput => {
      const { stackId } = findStack(cf, input.StackName, stackDoesNotExist);
      const { NextToken: token } = input;
      if (token !== undefined && !/^\d+$/.test(token)) throw invalidToken();
      const events = cf.events.list(stackId, pageSize + 1, token === undefined ? undefined : Number(token));
      const page = events.slice(0, pageSize);
      const last = page.at(-1);
      return {
        StackEvents: page.map(({ event }) => event),
        ...(events.length > pageSize && last ? { NextToken: String(last.sequence) } : {}),
      };
    },
  ),

  // Source: CloudFormation API Reference, DescribeStackResource
  DescribeStackResource: operation(
    DescribeStackResource$,
    (input: DescribeStackResourceInput, cf: CloudFormation): DescribeStackResourceOutput => {
      const stack = findStack(cf, input.StackName, (name) =>
        validationError(`Stack '${name}' does not exist`),
      );
      const resource = cf.resources.find(stack.stackId, input.LogicalResourceId ?? "");
      if (!resource) {
        throw validationError(
          `Resource ${input.LogicalResourceId} does not exist for stack ${stack.stackName}`,
        );
      }
      const { metadata } = resource.current;
      return {
        StackResourceDetail: {
          ...toResource(resource),
          StackName: stack.stackName,
          StackId: stack.stackId,
          LastUpdatedTimestamp: new Date(resource.updatedAt),
          Metadata: JSON.stringify(metadata ?? {}),
        },
      };
    },
  ),

  // Source: CloudFormation API Reference, DescribeStackResources
  DescribeStackResources: operation(
    DescribeStackResources$,
    (input: DescribeStackResourcesInput, cf: CloudFormation): DescribeStackResourcesOutput => {
      const { StackName, PhysicalResourceId, LogicalResourceId } = input;
      if (StackName === undefined && PhysicalResourceId === undefined) {
        throw validationError("StackName or PhysicalResourceId must be specified");
      }
      if (StackName !== undefined && PhysicalResourceId !== undefined) {
        throw validationError("Both StackName and PhysicalResourceId cannot be specified");
      }
      const byId =
        PhysicalResourceId === undefined ? undefined : cf.resources.findByPhysicalId(PhysicalResourceId);
      if (PhysicalResourceId !== undefined && !byId) {
        throw validationError(`Stack for ${PhysicalResourceId} does not exist`);
      }
      const stack = findStack(cf, byId?.stackId ?? StackName);
      return {
        StackResources: cf.resources
          .list(stack.stackId)
          .filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId)
          .map((resource) => ({
            ...toResource(resource),
            StackName: stack.stackName,
            StackId: stack.stackId,
            Timestamp: new Date(resource.updatedAt),
          })),
      };
    },
  ),

  // Source: CloudFormation API Reference, ListStackResources
  ListStackResources: operation(
    ListStackResources$,
    (input: ListStackResourcesInput, cf: CloudFormation): ListStackResourcesOutput => {
      const { stackId } = findStack(cf, input.StackName);
      const { items, nextToken } = pageOf(cf.resources.list(stackId), {
        keyOf: ({ logicalId }) => logicalId,
        limit: pageSize,
        token: input.NextToken,
        invalidToken,
      });
      return {
        StackResourceSummaries: items.map((resource) => ({
          ...toResource(resource),
          LastUpdatedTimestamp: new Date(resource.updatedAt),
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  ),
};

function toResource({ logicalId, current, status, statusReason }: ResourceRecord) {
  return {
    LogicalResourceId: logicalId,
    ...(current.physicalId === undefined ? {} : { PhysicalResourceId: current.physicalId }),
    ResourceType: current.type,
    ResourceStatus: status,
    ...(statusReason === undefined ? {} : { ResourceStatusReason: statusReason }),
    DriftInformation: { StackResourceDriftStatus: "NOT_CHECKED" as const },
  };
}
