import { aws, flow, map } from "acme-engine";

interface Endpoint {
  EndpointName: string;
  CreationTime: string;
}

interface Statistics {
  Datapoints: { Sum: number }[];
}

/** Deletes the model endpoints that have been up for long and that nobody has called lately. */
export const deleteIdleEndpoints = flow(
  { name: "delete-idle-endpoints" },
  async (
    { idleHours, minimumAgeHours = 24, asOf }: { idleHours: number; minimumAgeHours?: number; asOf?: string },
    { execution },
  ) => {
    const listed: { Endpoints: Endpoint[] } = await aws.sagemaker.listEndpoints({
      StatusEquals: "InService",
    });
    const end = asOf ?? execution.startTime;
    const now = Date.parse(end);
    const since = new Date(now - idleHours * 3_600_000).toISOString();
    const old = listed.Endpoints.filter(
      (endpoint) => now - Date.parse(endpoint.CreationTime) > minimumAgeHours * 3_600_000,
    );
    const results = await map(old, async ({ EndpointName }) => {
      const { Datapoints }: Statistics = await aws.cloudwatch.getMetricStatistics({
        Namespace: "AWS/SageMaker",
        MetricName: "Invocations",
        Dimensions: [{ Name: "EndpointName", Value: EndpointName }],
        StartTime: since,
        EndTime: end,
        Period: 3600,
        Statistics: ["Sum"],
      });
      const calls = Datapoints.reduce((sum, point) => sum + point.Sum, 0);
      if (calls > 0) return { endpoint: EndpointName, calls, deleted: false };
      await aws.sagemaker.deleteEndpoint({ EndpointName });
      return { endpoint: EndpointName, calls, deleted: true };
    });
    return { checked: results.length, deleted: results.filter((result) => result.deleted).length, results };
  },
);
