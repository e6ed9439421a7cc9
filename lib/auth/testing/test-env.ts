/** Import first in a test that reads the environment: fills in what the test runner did not set. */
process.env.DATABASE_URL ??= "postgresql://postgres:postgres@127.0.0.1:5432/nightrun";
process.env.TOKEN_ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString("base64");
process.env.NEXTAUTH_SECRET ??= "only-for-tests-only-for-tests-only-for-tests";
process.env.NEXTAUTH_URL ??= "http://localhost:3000";
process.env.SIGNUP ??= "open";
process.env.LOG_LEVEL ??= "silent";

export const OWN_ORIGIN = new URL(process.env.NEXTAUTH_URL).origin;
