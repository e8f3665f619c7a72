/** `aws`: as Step Functions evaluates; `jsonata`: as the reference implementation 2.0.6 does. */
export type Dialect = "aws" | "jsonata";
