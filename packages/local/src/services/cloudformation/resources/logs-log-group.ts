import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  LogGroupClass,
  PutRetentionPolicyRequest,
  TagLogGroupRequest,
  UntagLogGroupRequest,
} from "@aws-sdk/client-cloudwatch-logs";

import type { Json } from "../json.ts";
import { compareTags, mergeTags } from "./merge-tags.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import { ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";

/** Source: CloudFormation Template Reference, AWS::Logs::LogGroup. */
export function createLogsLogGroup({ call, context }: ResourceServices): ResourceProvider {
  const setRetention = async (logGroupName: string, days: Json | undefined) => {
    if (days === undefined) {
      await call<DeleteRetentionPolicyRequest, object>("logs", "DeleteRetentionPolicy", { logGroupName });
    } else {
      const retentionInDays = Number(days);
      await call<PutRetentionPolicyRequest, object>("logs", "PutRetentionPolicy", {
        logGroupName,
        retentionInDays,
      });
    }
  };
  return {
    type: "AWS::Logs::LogGroup",
    properties: {
      KmsKeyId: "replace",
      LogGroupClass: "replace",
      LogGroupName: "replace",
      RetentionInDays: "update",
      Tags: "update",
    },
    attributes: ["Arn"],
    taggable: true,
    nameProperty: "LogGroupName",
    choosePhysicalId: (request) =>
      String(request.properties["LogGroupName"] ?? chooseName(request, context.createId, { maxLength: 512 })),

    async create({ physicalId = "", properties, tags, resumed, begunAt, initiated }) {
      const { KmsKeyId, LogGroupClass, RetentionInDays } = properties;
      try {
        await call<CreateLogGroupRequest, object>("logs", "CreateLogGroup", {
          logGroupName: physicalId,
          tags: mergeTags({ tags, properties }),
          ...(KmsKeyId === undefined ? {} : { kmsKeyId: String(KmsKeyId) }),
          ...(LogGroupClass === undefined ? {} : { logGroupClass: String(LogGroupClass) as LogGroupClass }),
        });
      } catch (error) {
        const mayBeOwn =
          resumed && error instanceof ResourceFailure && error.handlerErrorCode === "AlreadyExists";
        if (!mayBeOwn || (await createdAt(call, physicalId)) < begunAt) throw error;
      }
      initiated(physicalId);
      if (RetentionInDays !== undefined) await setRetention(physicalId, RetentionInDays);
      return { Arn: `arn:aws:logs:${context.region}:${context.accountId}:log-group:${physicalId}:*` };
    },

    async update({ physicalId, properties, tags, previousProperties, previousTags, attributes }) {
      await setRetention(physicalId, properties["RetentionInDays"]);
      const { set, removed } = compareTags(
        mergeTags({ tags: previousTags, properties: previousProperties }),
        mergeTags({ tags, properties }),
      );
      if (Object.keys(set).length > 0) {
        await call<TagLogGroupRequest, object>("logs", "TagLogGroup", {
          logGroupName: physicalId,
          tags: set,
        });
      }
      if (removed.length > 0) {
        await call<UntagLogGroupRequest, object>("logs", "UntagLogGroup", {
          logGroupName: physicalId,
          tags: removed,
        });
      }
      return attributes;
    },

    async delete({ physicalId }) {
      await call<DeleteLogGroupRequest, object>("logs", "DeleteLogGroup", { logGroupName: physicalId });
    },
  };
}

async function createdAt(call: ResourceServices["call"], logGroupName: string): Promise<number> {
  const { logGroups = [] } = await call<DescribeLogGroupsRequest, DescribeLogGroupsResponse>(
    "logs",
    "DescribeLogGroups",
    { logGroupNamePrefix: logGroupName },
  );
  return logGroups.find((group) => group.logGroupName === logGroupName)?.creationTime ?? 0;
}
