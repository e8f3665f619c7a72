/** Cases, by id, that the engine does not pass on purpose, each with a reason that would convince a maintainer of the data. */
export const exceptions: { readonly [id: string]: string } = {
  "scenarios/test_base_scenarios::TestBaseScenarios::test_lambda_invoke_with_retry_extended_input":
    "recorded on 2023-10-24, before executions could be redriven: $$.Execution has RedriveCount since 2023-11",
  "scenarios/test_base_scenarios::TestBaseScenarios::test_lambda_service_invoke_with_retry_extended_input":
    "recorded on 2023-10-24, before executions could be redriven: $$.Execution has RedriveCount since 2023-11",
  "step-functions-workflows-collection/shared-fallback-state-jsonata/statemachine/statemachine.asl.json":
    "QueryLanguage stands inside States, where AWS takes it for a state, and the states then use JSONata fields in JSONPath",
  "asl-validator/valid-map-with-item-batcher-jsonata.json":
    "a JSONPath state in a JSONata machine: AWS refuses it (measured, floci #2968, rule 2)",
  "asl-validator/valid-task-credentials.json":
    "Credentials without RoleArn: AWS refuses it (recorded, test_invalid_credentials_field)",
  "asl-validator/valid-task-intrisic-function.json":
    "Resource is a CloudFormation function, not a string: Step Functions itself takes only ARNs",
};
