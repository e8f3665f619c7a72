import type { Role, Tag } from "@aws-sdk/client-iam";

import type { Store } from "../../store/store.ts";
import { noSuchRole } from "./errors.ts";

export interface RoleRecord {
  readonly roleName: string;
  readonly roleId: string;
  readonly arn: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** JSON. */
  readonly assumeRolePolicyDocument: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundary?: string;
  readonly tags: readonly Tag[];
  /** JSON documents by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  /** ARNs. */
  readonly attachedPolicies: readonly string[];
}

export interface Roles {
  find(roleName: string): RoleRecord | undefined;
  /** Throws NoSuchEntity. */
  get(roleName: string | undefined): RoleRecord;
  /** By name. */
  list(): RoleRecord[];
  save(role: RoleRecord): void;
  remove(roleName: string): void;
}

export function createRoles(store: Store): Roles {
  const read = (row: Record<string, unknown>) => JSON.parse(String(row["record"])) as RoleRecord;
  const roles: Roles = {
    find(roleName) {
      const row = store.prepare("SELECT record FROM iam_roles WHERE name = ?").get(roleName);
      return row && read(row);
    },
    get(roleName = "") {
      const role = roles.find(roleName);
      if (!role) throw noSuchRole(roleName);
      return role;
    },
    list: () => store.prepare("SELECT record FROM iam_roles ORDER BY name").all().map(read),
    save(role) {
      store
        .prepare(
          `INSERT INTO iam_roles (name, record) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET record = excluded.record`,
        )
        .run(role.roleName, JSON.stringify(role));
    },
    remove(roleName) {
      store.prepare("DELETE FROM iam_roles WHERE name = ?").run(roleName);
    },
  };
  return roles;
}

/** A role as IAM answers it: documents are percent-encoded. Source: IAM API Reference, Role. */
export function toRole(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(role.assumeRolePolicyDocument),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.permissionsBoundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy",
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
        }),
    ...(role.tags.length > 0 ? { Tags: [...role.tags] } : {}),
    RoleLastUsed: {},
  };
}
