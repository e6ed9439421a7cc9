/**
 * Prints a new key for TOKEN_ENCRYPTION_KEY: 32 random bytes in base64. To rotate, put it
 * before the old one, separated by a comma.
 */
import { randomBytes } from "node:crypto";

console.log(randomBytes(32).toString("base64"));
