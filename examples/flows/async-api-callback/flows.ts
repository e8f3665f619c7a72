import { callback, flow, FlowError, task } from "acme-engine";

export class RenderFailed extends FlowError {}

interface Rendered {
  status: "ok" | "failed";
  url?: string;
  message?: string;
}

const requestRender = task(
  { name: "requestRender" },
  async ({ scene, token }: { scene: string; token: string }): Promise<{ accepted: boolean }> => ({
    accepted: scene !== "" && token !== "",
  }),
);

const storeResult = task(
  { name: "storeResult" },
  async ({ scene, url }: { scene: string; url: string }): Promise<{ stored: string }> => ({
    stored: `${scene} <- ${url}`,
  }),
);

/** Calls an API that answers later: it is given the token, and brings it back with the result. */
export const render = flow({ name: "render" }, async ({ scene }: { scene: string }) => {
  const result = await callback<Rendered>((token) => requestRender({ scene, token }), {
    timeoutSeconds: 900,
  });
  if (result.status === "failed") throw new RenderFailed(result.message ?? `scene ${scene}`);
  return await storeResult({ scene, url: result.url ?? "" });
});
