/**
 * `%`, the parent of an item: walks back from where it stands to the step whose input item it means, and makes that step remember the item.
 */
import { JsonataError } from "./jsonata-error.ts";
import type { Node, ParentSlot, PathNode } from "./syntax.ts";

export interface Parents {
  createSlot(): ParentSlot;
  /** Walks back into `node` and marks the step that `slot` means, when it is in there. */
  seek(node: Node, slot: ParentSlot): void;
  /** What `child` still seeks, the node around it seeks. */
  pass(child: Node, around: Node): void;
  /** Looks through the steps of a path for what its last step seeks. */
  resolve(path: PathNode): void;
}

export function createParents(): Parents {
  let created = 0;
  return {
    createSlot: () => ({ label: `!${created++}`, level: 1 }),
    seek,
    pass,
    resolve,
  };
}

function seek(node: Node, slot: ParentSlot): void {
  switch (node.type) {
    case "name":
    case "wildcard":
      slot.level--;
      if (slot.level === 0) {
        if (node.ancestor !== undefined) slot.label = node.ancestor.label;
        node.ancestor = slot;
        node.tuple = true;
      }
      break;
    case "parent":
      slot.level++;
      break;
    case "block": {
      const last = node.expressions.at(-1);
      if (last !== undefined) {
        node.tuple = true;
        seek(last, slot);
      }
      break;
    }
    case "path": {
      node.tuple = true;
      let index = node.steps.length - 1;
      do {
        const step = node.steps[index--];
        if (step !== undefined) seek(step, slot);
      } while (slot.level > 0 && index >= 0);
      break;
    }
    default:
      throw new JsonataError("S0217", { position: node.position, token: node.type });
  }
}

function soughtBy(node: Node): ParentSlot[] {
  const slots = node.seeking ?? [];
  return node.type === "parent" ? [...slots, node.slot] : slots;
}

function pass(child: Node, around: Node): void {
  if (child.seeking === undefined && child.type !== "parent") return;
  const slots = soughtBy(child);
  if (slots.length > 0) around.seeking = [...(around.seeking ?? []), ...slots];
}

function resolve(path: PathNode): void {
  const last = path.steps.at(-1);
  if (last === undefined || (last.seeking === undefined && last.type !== "parent")) return;
  for (const slot of soughtBy(last)) {
    let index = path.steps.length - 2;
    while (slot.level > 0) {
      if (index < 0) {
        path.seeking = [...(path.seeking ?? []), slot];
        break;
      }
      let step = path.steps[index--];
      // Neighbouring steps that bind their items all start from the same one.
      while (index >= 0 && step?.focus !== undefined && path.steps[index]?.focus !== undefined) {
        step = path.steps[index--];
      }
      if (step !== undefined) seek(step, slot);
    }
  }
}
