import type { Task } from "@aws-sdk/client-ecs";
import type { ExecutionStatus } from "@aws-sdk/client-sfn";

/** The events that services tell each other, as EventBridge would carry them. */
export interface EngineEvents {
  /** Source: ECS developer guide, "Task state change events"; published after the store has the new state. */
  "ECS Task State Change": Task;
  /** Source: Step Functions developer guide, "Events in EventBridge"; published after the store has the new status. */
  "Step Functions Execution Status Change": { executionArn: string; status: ExecutionStatus };
}

export interface EventBus {
  publish<Type extends keyof EngineEvents>(type: Type, detail: EngineEvents[Type]): void;
  /** The result unsubscribes. */
  subscribe<Type extends keyof EngineEvents>(
    type: Type,
    receive: (detail: EngineEvents[Type]) => void,
  ): () => void;
}

type Receiver = (detail: EngineEvents[keyof EngineEvents]) => void;

/** Delivers within the process, synchronously and in order. */
export function createEventBus(): EventBus {
  const receivers = new Map<string, Set<Receiver>>();
  return {
    publish(type, detail) {
      for (const receive of receivers.get(type) ?? []) receive(detail);
    },
    subscribe(type, receive) {
      const ofType = receivers.get(type) ?? new Set<Receiver>();
      receivers.set(type, ofType);
      const receiver = receive as Receiver;
      ofType.add(receiver);
      return () => void ofType.delete(receiver);
    },
  };
}
