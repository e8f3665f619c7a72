import { templateError, validationError } from "../errors.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import type { Json } from "../json.ts";
import type { StackOutput, StackRecord, StackTarget } from "../records/stack-record.ts";
import { orderByDependency } from "../template/check-template.ts";
import { evaluate, evaluateCondition, unresolved, type Scope } from "../template/evaluate.ts";
import { toParameterValue } from "../template/parameters.ts";
import { checkRules } from "../template/rules.ts";
import { findReferences } from "../template/references.ts";
import type { Template } from "../template/template.ts";

/** What an expression finds when it names a resource. */
export interface ResourceLookup {
  ref(logicalId: string): Json;
  getAtt(logicalId: string, attribute: string): Json;
}

/** A target made ready: which resources it has, in what order, and how to evaluate its expressions. */
export interface TargetPlan {
  readonly template: Template;
  /** The resources whose conditions hold, and what must be there before each. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Names of the exports that it imports. */
  readonly imports: readonly string[];
  readonly scope: (resources: ResourceLookup) => Scope;
}

/** Throws ValidationError when nobody exports what the target imports. */
export function checkImports(cf: CloudFormation, plan: TargetPlan): void {
  for (const name of plan.imports) findExport(cf, name);
}

function findExport(cf: CloudFormation, name: string): string {
  const exported = cf.exports.find(name);
  if (!exported) throw validationError(`No export named ${name} found`);
  return exported.value;
}

/**
 * Reads a target. Throws ValidationError for references to resources that conditions leave out, and for rules that do
 * not hold.
 */
export function planTarget(
  cf: CloudFormation,
  stack: Pick<StackRecord, "stackId" | "stackName">,
  target: StackTarget,
): TargetPlan {
  const template = cf.readTemplate(target.templateBody);
  const scopeWith = createScope(cf, stack, target, template);
  const scope = scopeWith(noResources);
  checkRules(template, scope);
  const present = [...template.resources]
    .filter(([, { condition }]) => condition === undefined || scope.isConditionTrue(condition))
    .map(([logicalId]) => logicalId);
  const names = new Set(present);
  const imports = new Set<string>();
  const look = (expression: Json, block: "Resources" | "Outputs") => {
    for (const reference of findReferences(expression, scope.isConditionTrue)) {
      if (reference.kind === "import") imports.add(String(evaluate(reference.name, scope)));
      const named =
        reference.kind === "ref"
          ? reference.name
          : reference.kind === "getAtt"
            ? reference.logicalId
            : undefined;
      if (named !== undefined && template.resources.has(named) && !names.has(named)) {
        throw validationError(
          `Template format error: Unresolved resource dependencies [${named}] in the ${block} block of the template`,
        );
      }
    }
  };
  for (const logicalId of present) look(template.resources.get(logicalId)?.properties ?? {}, "Resources");
  for (const { condition, value } of template.outputs.values()) {
    if (condition === undefined || scope.isConditionTrue(condition)) look(value, "Outputs");
  }
  return {
    template,
    dependencies: orderByDependency(template, present, scope.isConditionTrue),
    imports: [...imports],
    scope: scopeWith,
  };
}

const noResources: ResourceLookup = {
  ref(logicalId) {
    throw unresolved(logicalId);
  },
  getAtt(logicalId) {
    throw unresolved(logicalId);
  },
};

function createScope(
  cf: CloudFormation,
  stack: Pick<StackRecord, "stackId" | "stackName">,
  target: StackTarget,
  template: Template,
): (resources: ResourceLookup) => Scope {
  const { region, accountId } = cf.context;
  const values: Record<string, Json> = {
    "AWS::AccountId": accountId,
    "AWS::NotificationARNs": [...target.notificationArns],
    "AWS::Partition": region.startsWith("cn-") ? "aws-cn" : "aws",
    "AWS::Region": region,
    "AWS::StackId": stack.stackId,
    "AWS::StackName": stack.stackName,
    "AWS::URLSuffix": region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com",
  };
  for (const [name, declaration] of template.parameters) {
    values[name] = toParameterValue(declaration, target.parameters[name] ?? "");
  }
  const conditions = new Map<string, boolean>();
  return (resources) => {
    const scope: Scope = {
      values,
      mappings: template.mappings,
      isConditionTrue(name) {
        const known = conditions.get(name);
        if (known !== undefined) return known;
        const expression = template.conditions.get(name);
        if (expression === undefined) throw templateError(`unresolved condition ${name}`);
        const holds = evaluateCondition(expression, scope);
        conditions.set(name, holds);
        return holds;
      },
      ref: (logicalId) => (template.resources.has(logicalId) ? resources.ref(logicalId) : undefined),
      getAtt: (logicalId, attribute) => resources.getAtt(logicalId, attribute),
      importValue: (name) => findExport(cf, name),
      availabilityZones: (zone) => ["a", "b", "c"].map((letter) => `${zone}${letter}`),
    };
    return scope;
  };
}

/** The target's outputs, those whose conditions hold. */
export function evaluateOutputs(plan: TargetPlan, resources: ResourceLookup): StackOutput[] {
  const scope = plan.scope(resources);
  const outputs: StackOutput[] = [];
  for (const [key, output] of plan.template.outputs) {
    if (output.condition !== undefined && !scope.isConditionTrue(output.condition)) continue;
    const value = evaluate(output.value, scope);
    if (value === undefined) continue;
    if (value === null || typeof value === "object") {
      throw validationError(
        `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
      );
    }
    const exportName = output.exportName === undefined ? undefined : evaluate(output.exportName, scope);
    outputs.push({
      key,
      value: String(value),
      ...(output.description === undefined ? {} : { description: output.description }),
      ...(exportName === undefined ? {} : { exportName: String(exportName) }),
    });
  }
  return outputs;
}
