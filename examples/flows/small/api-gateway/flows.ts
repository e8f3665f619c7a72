import { flow, FlowError, task } from "acme-engine";

/** What an HTTP API hands on. */
interface Request {
  httpMethod: string;
  pathParameters: { id: string };
  queryStringParameters?: { details?: string } | null;
  headers?: Record<string, string>;
  body?: string | null;
}
interface Product {
  id: string;
  name: string;
  price: number;
}

export class NotFound extends FlowError {}

const find = task({ name: "find" }, async ({ id }: { id: string }): Promise<Product> => {
  if (id !== "1") throw new NotFound(`there is no product ${id}`);
  return { id, name: "lamp", price: 12 };
});
const save = task(
  { name: "save" },
  async ({ id, change }: { id: string; change: { price?: number } }): Promise<Product> => ({
    id,
    name: "lamp",
    price: change.price ?? 12,
  }),
);

/** Answers requests as an API's integration does. */
export const main = flow({ name: "api-gateway" }, async (request: Request) => {
  const { id } = request.pathParameters;
  const headers = { "content-type": "application/json" };
  const change: { price?: number } | null = request.body ? JSON.parse(request.body) : null;
  try {
    switch (request.httpMethod) {
      case "GET": {
        const product = await find({ id });
        const isDetailed = request.queryStringParameters?.details === "true";
        const body = JSON.stringify(isDetailed ? product : { id: product.id, name: product.name });
        return { statusCode: 200, headers, body };
      }
      case "PUT": {
        if (change === null) return { statusCode: 400, headers, body: "no body" };
        const product = await save({ id, change });
        return { statusCode: 200, headers, body: JSON.stringify(product) };
      }
      default:
        return { statusCode: 405, headers, body: `${request.httpMethod} is not allowed` };
    }
  } catch (error) {
    if (error instanceof NotFound) return { statusCode: 404, headers, body: error.message };
    throw error;
  }
});
