import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = {
  name: "team-7",
  email: "team-7@example.com",
  owner: "ada",
  unit: "ou-1",
  regions: ["eu-west-1", "us-east-1"],
  budget: 500,
};
const at = (State: string, more: object = {}) => ({ CreateAccountStatus: { Id: "car-1", State, ...more } });
const made = {
  "aws.organizations.createAccount": [at("IN_PROGRESS")],
  "aws.organizations.describeCreateAccountStatus": [at("IN_PROGRESS"), at("SUCCEEDED", { AccountId: "111" })],
  "aws.organizations.listRoots": [{ Roots: [{ Id: "r-1" }] }],
};
const prepared = [
  { removed: "111/eu-west-1", rules: 12 },
  { removed: "111/us-east-1", rules: 12 },
];

export const cases: FlowCases<typeof flows> = {
  vendAccount: [
    { input, tasks: made, output: { account: "111", prepared } },
    {
      title: "it is in its unit already",
      input,
      tasks: {
        ...made,
        "aws.organizations.moveAccount": [errorNamed("Organizations.DuplicateAccountException", "is there")],
      },
      output: { account: "111", prepared },
    },
    {
      title: "the unit does not exist",
      input,
      tasks: {
        ...made,
        "aws.organizations.moveAccount": [
          errorNamed("Organizations.DestinationParentNotFoundException", "ou-1"),
        ],
      },
      error: { name: "Organizations.DestinationParentNotFoundException", message: "ou-1" },
    },
    {
      title: "the account is not made",
      input,
      tasks: {
        ...made,
        "aws.organizations.describeCreateAccountStatus": [
          at("FAILED", { FailureReason: "EMAIL_ALREADY_EXISTS" }),
        ],
      },
      error: { name: "AccountNotCreated", message: "EMAIL_ALREADY_EXISTS" },
    },
    {
      title: "a region cannot be prepared, and nobody can be told",
      input,
      tasks: {
        ...made,
        enableGuardrails: [new Error("denied")],
        "aws.sns.publish": [errorNamed("Sns.NotFoundException", "no topic")],
      },
      error: { name: "Sns.NotFoundException", message: "no topic" },
    },
  ],
};

export const originals: Record<string, Original> = {
  vendAccount: {
    states: 16,
    what: "account-vending-machine of aws-samples/step-functions-workflows-collection",
  },
};
