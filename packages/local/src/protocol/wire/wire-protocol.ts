import type { AwsError } from "../aws-error.ts";
import type { Shape } from "../codec/shape.ts";
import type { WireRequest, WireResponse } from "./wire-message.ts";

/** What an encoder has to know beside the value. */
export interface Exchange {
  readonly request: WireRequest;
  readonly requestId: string;
  readonly operation: string;
}

/** One of AWS's wire protocols, seen from the server. */
export interface WireProtocol {
  /** The error code for input that lacks a required member. */
  readonly missingMemberCode: string;
  decode(request: WireRequest, input: Shape, operation: readonly unknown[]): object;
  encode(output: Shape, value: object, exchange: Exchange): WireResponse;
  encodeError(error: AwsError, exchange: Exchange): WireResponse;
  unknownOperation(exchange: Exchange): AwsError;
}
