import { errorNamed, type FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const headers = { "content-type": "application/json" };
const pathParameters = { id: "1" };

export const cases: FlowCases<typeof flows> = {
  main: [
    {
      input: { httpMethod: "GET", pathParameters, queryStringParameters: null },
      output: { statusCode: 200, headers, body: '{"id":"1","name":"lamp"}' },
    },
    {
      input: { httpMethod: "GET", pathParameters, queryStringParameters: { details: "true" } },
      output: { statusCode: 200, headers, body: '{"id":"1","name":"lamp","price":12}' },
    },
    {
      input: { httpMethod: "GET", pathParameters: { id: "2" } },
      output: { statusCode: 404, headers, body: "there is no product 2" },
    },
    {
      input: { httpMethod: "PUT", pathParameters, body: '{"price": 15}' },
      output: { statusCode: 200, headers, body: '{"id":"1","name":"lamp","price":15}' },
    },
    { input: { httpMethod: "PUT", pathParameters }, output: { statusCode: 400, headers, body: "no body" } },
    {
      input: { httpMethod: "DELETE", pathParameters },
      output: { statusCode: 405, headers, body: "DELETE is not allowed" },
    },
    {
      title: "the database is down",
      input: { httpMethod: "GET", pathParameters },
      tasks: { find: [errorNamed("Down", "nobody answers")] },
      error: { name: "Down", message: "nobody answers" },
    },
  ],
};
