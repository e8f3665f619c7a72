import type { EncryptionConfiguration } from "@aws-sdk/client-sfn";

import { checkLength, checkRange } from "./constraints.ts";
import { checkEnumeration } from "./enumerations.ts";
import { invalidEncryptionConfiguration } from "./errors.ts";

/** Source: API reference, EncryptionConfiguration. */
const defaultReusePeriodSeconds = 300;

/**
 * A configuration as it is kept and shown; nothing is encrypted by it. Throws InvalidEncryptionConfiguration or
 * ValidationException.
 */
export function completeEncryption(given: EncryptionConfiguration | undefined): EncryptionConfiguration {
  const { type = "AWS_OWNED_KEY", kmsKeyId, kmsDataKeyReusePeriodSeconds } = given ?? {};
  checkEnumeration(type, "encryptionType", "encryptionConfiguration.type");
  checkLength(kmsKeyId, "encryptionConfiguration.kmsKeyId", { min: 1, max: 2048 });
  checkRange(kmsDataKeyReusePeriodSeconds, "encryptionConfiguration.kmsDataKeyReusePeriodSeconds", {
    min: 60,
    max: 900,
  });
  if (type === "CUSTOMER_MANAGED_KMS_KEY") {
    if (kmsKeyId === undefined) {
      throw invalidEncryptionConfiguration("A customer managed key needs a kmsKeyId.");
    }
    return {
      type,
      kmsKeyId,
      kmsDataKeyReusePeriodSeconds: kmsDataKeyReusePeriodSeconds ?? defaultReusePeriodSeconds,
    };
  }
  if (kmsKeyId !== undefined || kmsDataKeyReusePeriodSeconds !== undefined) {
    throw invalidEncryptionConfiguration(
      "A key of AWS's own takes no kmsKeyId and no kmsDataKeyReusePeriodSeconds.",
    );
  }
  return { type };
}
