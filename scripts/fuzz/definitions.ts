/** Definitions that between them use every state and field; mutations start from them. */
export const definitions: [object, ...object[]] = [
  {
    QueryLanguage: "JSONata",
    StartAt: "Set",
    States: {
      Set: { Type: "Pass", Assign: { n: "{% $count($states.input.list) %}" }, Next: "Which" },
      Which: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $n > 0 %}", Assign: { first: "{% $states.input.list[0] %}" }, Next: "Each" },
        ],
        Default: "Stop",
      },
      Each: {
        Type: "Map",
        Items: "{% $states.input.list %}",
        ItemSelector: {
          item: "{% $states.context.Map.Item.Value %}",
          index: "{% $states.context.Map.Item.Index %}",
        },
        MaxConcurrency: 2,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "Work",
          States: {
            Work: {
              Type: "Task",
              Resource: "arn:aws:states:::lambda:invoke",
              Arguments: { value: "{% $states.input.item %}" },
              TimeoutSeconds: "{% 10 + $n %}",
              Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 2, MaxAttempts: 2, JitterStrategy: "FULL" }],
              Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput %}", Next: "Caught" }],
              Output: "{% $states.result %}",
              End: true,
            },
            Caught: { Type: "Pass", End: true },
          },
        },
        Next: "Rest",
      },
      Rest: { Type: "Wait", Seconds: "{% $n %}", Next: "Done" },
      Done: { Type: "Succeed", Output: { all: "{% $states.input %}" } },
      Stop: { Type: "Fail", Error: "{% 'Empty' %}", Cause: "nothing to do" },
    },
  },
  {
    StartAt: "Both",
    TimeoutSeconds: 100,
    States: {
      Both: {
        Type: "Parallel",
        Parameters: { "list.$": "$.list", "name.$": "States.Format('{}-{}', $$.Execution.Name, $.list[0])" },
        Branches: [
          {
            StartAt: "Wait",
            States: {
              Wait: { Type: "Wait", SecondsPath: "$.list[0]", Next: "Pick" },
              Pick: { Type: "Pass", InputPath: "$.list[?(@ > 1)]", ResultPath: "$.picked", End: true },
            },
          },
          {
            StartAt: "Ask",
            States: {
              Ask: {
                Type: "Task",
                Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                Parameters: { "Token.$": "$$.Task.Token", "Body.$": "$..name" },
                HeartbeatSeconds: 5,
                ResultSelector: { "answer.$": "$.value" },
                Catch: [{ ErrorEquals: ["States.Timeout"], ResultPath: "$.error", Next: "Late" }],
                End: true,
              },
              Late: { Type: "Pass", Result: { late: true }, End: true },
            },
          },
        ],
        Retry: [{ ErrorEquals: ["States.TaskFailed"] }],
        ResultPath: "$.both",
        Next: "Test",
      },
      Test: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.both[0].picked", IsPresent: true },
              { Not: { Variable: "$.x", IsNull: true } },
            ],
            Next: "Good",
          },
          { Variable: "$.list[0]", NumericGreaterThanPath: "$.list[1]", Next: "Good" },
          { Variable: "$.name", StringMatches: "a*\\*b", Next: "Good" },
        ],
        Default: "Bad",
      },
      Good: { Type: "Succeed", OutputPath: "$.both" },
      Bad: { Type: "Fail", ErrorPath: "$.error", CausePath: "States.JsonToString($)" },
    },
  },
  {
    StartAt: "Many",
    States: {
      Many: {
        Type: "Map",
        Label: "many",
        ItemsPath: "$.list",
        ItemSelector: { "item.$": "$$.Map.Item.Value", "all.$": "$.list" },
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { "n.$": "$.n" } },
        MaxConcurrency: 2,
        ToleratedFailurePercentage: 50,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Work",
          States: {
            Work: {
              Type: "Task",
              Resource: "arn:aws:states:us-east-1:111111111111:activity:work",
              TimeoutSeconds: 9,
              Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1 }],
              End: true,
            },
          },
        },
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Caught" }],
        End: true,
      },
      Caught: { Type: "Pass", OutputPath: "$.error", End: true },
    },
  },
];
