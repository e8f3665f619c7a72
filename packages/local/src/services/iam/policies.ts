import type { Policy, Tag } from "@aws-sdk/client-iam";

import type { Store } from "../../store/store.ts";
import { noSuchEntity } from "./errors.ts";

export interface PolicyVersionRecord {
  /** `v1`, `v2`, … */
  readonly versionId: string;
  /** JSON. */
  readonly document: string;
  readonly createdAt: number;
}

/** A customer managed policy. */
export interface PolicyRecord {
  readonly policyName: string;
  readonly policyId: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly description?: string;
  readonly defaultVersionId: string;
  /** Counts all versions ever made: their ids are not used again. */
  readonly lastVersion: number;
  readonly versions: readonly PolicyVersionRecord[];
  readonly tags: readonly Tag[];
}

export interface Policies {
  find(arn: string): PolicyRecord | undefined;
  /** Throws NoSuchEntity. */
  get(arn: string | undefined): PolicyRecord;
  list(): PolicyRecord[];
  save(policy: PolicyRecord): void;
  remove(arn: string): void;
}

export function createPolicies(store: Store): Policies {
  const read = (row: Record<string, unknown>) => JSON.parse(String(row["record"])) as PolicyRecord;
  const policies: Policies = {
    find(arn) {
      const row = store.prepare("SELECT record FROM iam_policies WHERE arn = ?").get(arn);
      return row && read(row);
    },
    get(arn = "") {
      const policy = policies.find(arn);
      if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
      return policy;
    },
    list: () => store.prepare("SELECT record FROM iam_policies ORDER BY arn").all().map(read),
    save(policy) {
      store
        .prepare(
          `INSERT INTO iam_policies (arn, record) VALUES (?, ?)
           ON CONFLICT (arn) DO UPDATE SET record = excluded.record`,
        )
        .run(policy.arn, JSON.stringify(policy));
    },
    remove(arn) {
      store.prepare("DELETE FROM iam_policies WHERE arn = ?").run(arn);
    },
  };
  return policies;
}

export function toPolicy(policy: PolicyRecord, attachmentCount: number): Policy {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(policy.tags.length > 0 ? { Tags: [...policy.tags] } : {}),
  };
}
