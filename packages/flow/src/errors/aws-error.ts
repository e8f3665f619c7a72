/** An error as AWS names it, for `onAws` to throw: `awsError("DynamoDb.ConditionalCheckFailedException", "The conditional request failed")`. */
export function awsError(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name });
}
