/** The part of the global `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RegistryRequest {
  host: string;
  repository: string;
  /** Below the repository: `manifests/latest`. */
  path: string;
  method: "HEAD" | "GET";
  accept: string;
}

/** The registry's answer; a 401 that offers anonymous tokens is answered with one. */
export async function fetchFromRegistry(
  { host, repository, path, method, accept }: RegistryRequest,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Response> {
  const url = `${schemeOf(host)}://${host}/v2/${repository}/${path}`;
  const first = await fetch(url, { method, headers: { accept }, signal });
  if (first.status !== 401) return first;
  const token = await fetchToken(first.headers.get("www-authenticate") ?? "", host, fetch, signal);
  if (token === undefined) return first;
  return fetch(url, { method, headers: { accept, authorization: `Bearer ${token}` }, signal });
}

/** As Docker does: plain HTTP for a registry on this machine, nowhere else. */
function schemeOf(host: string): "http" | "https" {
  return /^(localhost|127(\.\d+){3})(:\d+)?$/.test(host) ? "http" : "https";
}

/** Source: https://distribution.github.io/distribution/spec/auth/token/ */
async function fetchToken(
  challenge: string,
  host: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!/^bearer /i.test(challenge)) return undefined;
  const fields = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const realm = fields.get("realm");
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  if (url.protocol !== "https:" && schemeOf(host) !== "http") return undefined;
  for (const key of ["service", "scope"]) {
    const value = fields.get(key);
    if (value !== undefined) url.searchParams.set(key, value);
  }
  const answer = await fetch(url.href, { headers: { accept: "application/json" }, signal });
  if (!answer.ok) return undefined;
  const body: unknown = await answer.json();
  if (typeof body !== "object" || body === null) return undefined;
  const { token, access_token: accessToken } = body as { token?: unknown; access_token?: unknown };
  const found = token ?? accessToken;
  return typeof found === "string" ? found : undefined;
}
