import { containerLabels } from "./create-body.ts";
import type { EngineConnection } from "./engine-connection.ts";

/**
 * Removes a container and the volumes that it was the last one to use. Best effort: what stays behind takes disk space, and
 * `removeLeftovers` finds it.
 */
export async function removeContainer(connection: EngineConnection, id: string): Promise<void> {
  try {
    const found = await connection.call({ method: "GET", path: `/containers/${id}/json` });
    const { Mounts } = found as { Mounts?: { Type?: string; Name?: string }[] };
    await connection.call({ method: "DELETE", path: `/containers/${id}`, query: { force: "1", v: "1" } });
    for (const { Type, Name } of Mounts ?? []) {
      // Ours are named; another container of the task may still use it.
      if (Type === "volume" && Name?.startsWith("acme-")) {
        await connection.call({ method: "DELETE", path: `/volumes/${Name}` }).catch(() => {});
      }
    }
  } catch {
    // Removed already, or the daemon is gone.
  }
}

/** Removes the containers of a store whose tasks have ended: an engine was killed before it could. */
export async function removeLeftovers(
  connection: EngineConnection,
  storeId: string,
  isWanted: (taskId: string) => boolean,
): Promise<void> {
  const found = (await connection.call({
    method: "GET",
    path: "/containers/json",
    query: { all: "1", filters: JSON.stringify({ label: [`${containerLabels.store}=${storeId}`] }) },
  })) as { Id: string; Labels?: Record<string, string> }[];
  for (const { Id, Labels } of found) {
    if (!isWanted(Labels?.[containerLabels.task] ?? "")) await removeContainer(connection, Id);
  }
}
