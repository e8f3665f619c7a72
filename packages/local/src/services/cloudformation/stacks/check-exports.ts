import { validationError } from "../errors.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import type { StackOutput, StackRecord } from "../records/stack-record.ts";

/**
 * Throws ValidationError when the stack would export a name that another has, or change or drop an export that is
 * imported. Outputs without exports do not matter.
 */
export function checkExports(cf: CloudFormation, stack: StackRecord, outputs: readonly StackOutput[]): void {
  const next = new Map<string, string>();
  for (const { exportName, value } of outputs) {
    if (exportName === undefined) continue;
    const taken = cf.exports.find(exportName);
    if (next.has(exportName) || (taken && taken.stackId !== stack.stackId)) {
      const owner = taken ? cf.stacks.get(taken.stackId).stackName : stack.stackName;
      throw validationError(`Export with name ${exportName} is already exported by stack ${owner}.`);
    }
    next.set(exportName, value);
  }
  for (const { name, value } of cf.exports.listOfStack(stack.stackId)) {
    const importers = listImporterNames(cf, name);
    if (importers.length === 0 || next.get(name) === value) continue;
    const verb = next.has(name) ? "update" : "delete";
    throw validationError(`Cannot ${verb} export ${name} as it is in use by ${importers.join(" and ")}.`);
  }
}

/** Names of the stacks that import the export. */
export function listImporterNames(cf: CloudFormation, exportName: string): string[] {
  return cf.exports.listImporters(exportName).map((stackId) => cf.stacks.get(stackId).stackName);
}
