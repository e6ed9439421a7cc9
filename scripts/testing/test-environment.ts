/** What lib/env.ts insists on, for tests and fault runs; none of it opens anything. */
export const TEST_ENVIRONMENT = {
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
  NEXTAUTH_SECRET: "a secret for tests alone, of some length",
  NEXTAUTH_URL: "http://127.0.0.1:3000",
  LOG_LEVEL: "silent",
};
