/** A Lambda function as a task names it. */
export interface FunctionName {
  name: string;
  /** A version or an alias. Default `$LATEST`. */
  qualifier: string;
  /** Without the qualifier. */
  arn: string;
}

/**
 * Takes a name, a partial ARN or a whole one, each with a qualifier behind it or not; undefined when it is none. Source: Lambda API
 * Reference, Invoke, FunctionName.
 */
export function parseFunctionName(
  text: string,
  place: { region: string; accountId: string; qualifier?: string },
): FunctionName | undefined {
  const match =
    /^(?:arn:(?<partition>aws[\w-]*):lambda:(?<region>[\w-]+):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[\w-]{1,140})(?::(?<qualifier>\$LATEST|[\w-]+))?$/.exec(
      text,
    );
  const { partition = "aws", region = place.region, account = place.accountId, name } = match?.groups ?? {};
  if (name === undefined) return undefined;
  return {
    name,
    qualifier: match?.groups?.["qualifier"] ?? place.qualifier ?? "$LATEST",
    arn: `arn:${partition}:lambda:${region}:${account}:function:${name}`,
  };
}
