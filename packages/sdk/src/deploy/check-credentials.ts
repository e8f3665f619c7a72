import type { DeployContext } from "./deploy-context.ts";

/** Only AWS can refuse credentials; elsewhere the first call tells whether somebody answers. */
export async function checkCredentials({ target, signal }: DeployContext): Promise<void> {
  if (target.clients.isAws) await target.identity(signal);
}
