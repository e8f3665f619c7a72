import {
  CreateLogGroup$,
  type CreateLogGroupRequest,
  CreateLogStream$,
  type CreateLogStreamRequest,
  DeleteLogGroup$,
  type DeleteLogGroupRequest,
  DeleteLogStream$,
  type DeleteLogStreamRequest,
  DeleteRetentionPolicy$,
  type DeleteRetentionPolicyRequest,
  DescribeLogGroups$,
  type DescribeLogGroupsRequest,
  type DescribeLogGroupsResponse,
  DescribeLogStreams$,
  type DescribeLogStreamsRequest,
  type DescribeLogStreamsResponse,
  FilterLogEvents$,
  type FilterLogEventsRequest,
  GetLogEvents$,
  type GetLogEventsRequest,
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  ListTagsLogGroup$,
  type ListTagsLogGroupRequest,
  type ListTagsLogGroupResponse,
  PutLogEvents$,
  type PutLogEventsRequest,
  PutRetentionPolicy$,
  type PutRetentionPolicyRequest,
  TagLogGroup$,
  type TagLogGroupRequest,
  TagResource$,
  type TagResourceRequest,
  UntagLogGroup$,
  type UntagLogGroupRequest,
  UntagResource$,
  type UntagResourceRequest,
} from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { operation, type OperationTable } from "../../protocol/service.ts";
import { logGroupNameOf } from "./arns.ts";
import { deletionProtected } from "./errors.ts";
import { describeLogGroups } from "./describe-log-groups.ts";
import { describeLogStreams } from "./describe-log-streams.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";
import { createLogGroup, getLogGroup, tagLogGroup, tagsOf, untagLogGroup } from "./log-groups.ts";
import { createLogStream, getLogStream } from "./log-streams.ts";
import { putLogEvents } from "./put-log-events.ts";
import { setRetention } from "./retention.ts";

/** CloudWatch Logs operations that the engine answers. The protocol has checked that required members are there. */
export const logsOperations: OperationTable<EngineContext> = {
  CreateLogGroup: operation(CreateLogGroup$, (input: CreateLogGroupRequest, context: EngineContext) => {
    createLogGroup(context, {
      name: input.logGroupName ?? "",
      class: input.logGroupClass,
      kmsKeyId: input.kmsKeyId,
      deletionProtected: input.deletionProtectionEnabled,
      tags: input.tags,
    });
    return {};
  }),
  DeleteLogGroup: operation(DeleteLogGroup$, (input: DeleteLogGroupRequest, context: EngineContext) => {
    const group = getLogGroup(context, input.logGroupName ?? "");
    if (group.deletion_protected) throw deletionProtected(group.name);
    context.store.prepare("DELETE FROM log_groups WHERE name = ?").run(group.name);
    return {};
  }),
  DescribeLogGroups: operation<EngineContext, DescribeLogGroupsRequest, DescribeLogGroupsResponse>(
    DescribeLogGroups$,
    (input, context) => describeLogGroups(context, input),
  ),

  CreateLogStream: operation(CreateLogStream$, (input: CreateLogStreamRequest, context: EngineContext) => {
    createLogStream(context, input.logGroupName ?? "", input.logStreamName ?? "");
    return {};
  }),
  DeleteLogStream: operation(DeleteLogStream$, (input: DeleteLogStreamRequest, context: EngineContext) => {
    const stream = getLogStream(context, input.logGroupName ?? "", input.logStreamName ?? "");
    context.store.prepare("DELETE FROM log_streams WHERE id = ?").run(stream.id);
    return {};
  }),
  DescribeLogStreams: operation<EngineContext, DescribeLogStreamsRequest, DescribeLogStreamsResponse>(
    DescribeLogStreams$,
    (input, context) => describeLogStreams(context, input),
  ),

  PutRetentionPolicy: operation(
    PutRetentionPolicy$,
    (input: PutRetentionPolicyRequest, context: EngineContext) => {
      setRetention(context, input.logGroupName ?? "", input.retentionInDays);
      return {};
    },
  ),
  DeleteRetentionPolicy: operation(
    DeleteRetentionPolicy$,
    (input: DeleteRetentionPolicyRequest, context: EngineContext) => {
      setRetention(context, input.logGroupName ?? "", undefined);
      return {};
    },
  ),

  PutLogEvents: operation(PutLogEvents$, (input: PutLogEventsRequest, context: EngineContext) =>
    putLogEvents(context, input),
  ),
  GetLogEvents: operation(GetLogEvents$, (input: GetLogEventsRequest, context: EngineContext) =>
    getLogEvents(context, input),
  ),
  FilterLogEvents: operation(FilterLogEvents$, (input: FilterLogEventsRequest, context: EngineContext) =>
    filterLogEvents(context, input),
  ),

  TagResource: operation(TagResource$, (input: TagResourceRequest, context: EngineContext) => {
    tagLogGroup(context, logGroupNameOf(input.resourceArn ?? ""), input.tags ?? {});
    return {};
  }),
  UntagResource: operation(UntagResource$, (input: UntagResourceRequest, context: EngineContext) => {
    untagLogGroup(context, logGroupNameOf(input.resourceArn ?? ""), input.tagKeys ?? []);
    return {};
  }),
  ListTagsForResource: operation<EngineContext, ListTagsForResourceRequest, ListTagsForResourceResponse>(
    ListTagsForResource$,
    (input, context) => ({
      tags: tagsOf(getLogGroup(context, logGroupNameOf(input.resourceArn ?? ""))),
    }),
  ),
  // The older three, which the aws CLI and CloudFormation still offer.
  TagLogGroup: operation(TagLogGroup$, (input: TagLogGroupRequest, context: EngineContext) => {
    tagLogGroup(context, input.logGroupName ?? "", input.tags ?? {});
    return {};
  }),
  UntagLogGroup: operation(UntagLogGroup$, (input: UntagLogGroupRequest, context: EngineContext) => {
    untagLogGroup(context, input.logGroupName ?? "", input.tags ?? []);
    return {};
  }),
  ListTagsLogGroup: operation<EngineContext, ListTagsLogGroupRequest, ListTagsLogGroupResponse>(
    ListTagsLogGroup$,
    (input, context) => ({ tags: tagsOf(getLogGroup(context, input.logGroupName ?? "")) }),
  ),
};
