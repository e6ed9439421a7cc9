/** Tokens that look like Garmin's: three parts, RS256 by their word. Nobody checks the signature. */
import { randomBytes } from "node:crypto";

export function makeJwt(claims: object): string {
  return `${base64Url({ alg: "RS256", typ: "JWT", kid: "simulator" })}.${base64Url(claims)}.${randomBytes(256).toString("base64url")}`;
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
