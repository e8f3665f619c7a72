import {
  ListExports$,
  ListImports$,
  type ListExportsInput,
  type ListExportsOutput,
  type ListImportsInput,
  type ListImportsOutput,
} from "@aws-sdk/client-cloudformation";

import { operation } from "../../../protocol/service.ts";
import { pageOf } from "../../page-of.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import { validationError } from "../errors.ts";
import { listImporterNames } from "../stacks/check-exports.ts";

const invalidToken = () => validationError("Invalid or expired NextToken");

export const exportOperations = {
  // Source: CloudFormation API Reference, ListExports
  ListExports: operation(ListExports$, (input: ListExportsInput, cf: CloudFormation): ListExportsOutput => {
    const { items, nextToken } = pageOf(cf.exports.list(), {
      keyOf: ({ name }) => name,
      limit: 100,
      token: input.NextToken,
      invalidToken,
    });
    return {
      Exports: items.map(({ name, value, stackId }) => ({
        ExportingStackId: stackId,
        Name: name,
        Value: value,
      })),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  }),

  // Source: CloudFormation API Reference, ListImports
  ListImports: operation(ListImports$, (input: ListImportsInput, cf: CloudFormation): ListImportsOutput => {
    const importers = listImporterNames(cf, input.ExportName ?? "");
    if (importers.length === 0) {
      throw validationError(`Export '${input.ExportName}' is not imported by any stack.`);
    }
    return { Imports: importers };
  }),
};
