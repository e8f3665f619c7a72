import { AcmeError } from "../acme-error.ts";

const component = "[a-z0-9]+(?:(?:[.]|_{1,2}|-+)[a-z0-9]+)*";
const host =
  "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?[.])*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?";
const tag = "[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}";
const digest = "[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}";

/** Source: https://github.com/distribution/reference, grammar of an image reference. */
const reference = new RegExp(`^(?:${host}/)?${component}(?:/${component})*(?::${tag})?(?:@${digest})?$`);

/** @throws AcmeError `ACME_BAD_IMAGE` that quotes the value and says what looks wrong with it. */
export function checkImageReference(image: string): void {
  if (image.length <= 512 && reference.test(image)) return;
  throw new AcmeError(
    "ACME_BAD_IMAGE",
    `${JSON.stringify(image)} is no image reference: ${findFault(image)}`,
    {
      hint: 'Expected [registry/]name[:tag][@sha256:…], such as "python:3.13-slim" or "123456789012.dkr.ecr.eu-west-1.amazonaws.com/etl:v7".',
    },
  );
}

function findFault(image: string): string {
  if (image === "") return "it is empty";
  if (image.length > 512) return `it has ${image.length} characters, 512 are the most`;
  if (/\s/.test(image)) return "it has spaces";
  if (/^[a-z]+:\/\//i.test(image)) return "it starts like a web address";
  const name = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  const path = name.includes("/") ? name.slice(name.indexOf("/") + 1) : name;
  if (/[A-Z]/.test(path)) return `"${path}" has capital letters`;
  if (image.includes("@") && !new RegExp(`@${digest}$`).test(image)) return "what follows @ is no digest";
  if (image.endsWith(":")) return "the tag is empty";
  return "it has characters in places where they cannot be";
}
