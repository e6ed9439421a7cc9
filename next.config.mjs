import path from "node:path";

/**
 * `npm start` builds into a folder of its own for every state of the source, so that a
 * build never changes files under a running server. It also hands in a copy of
 * tsconfig.json, because Next writes the build folder's name into that file.
 */
const { NIGHTRUN_BUILD_DIR, NIGHTRUN_BUILD_TSCONFIG } = process.env;

/** @type {import("next").NextConfig} */
export default {
  distDir: NIGHTRUN_BUILD_DIR || ".next",
  // Types are checked by `npm test`; a start need not wait for them a second time.
  typescript: NIGHTRUN_BUILD_TSCONFIG
    ? { tsconfigPath: NIGHTRUN_BUILD_TSCONFIG, ignoreBuildErrors: true }
    : undefined,
  turbopack: { root: path.resolve(import.meta.dirname) },
  serverExternalPackages: ["pg", "pino", "@prisma/client", "@prisma/adapter-pg"],
  // The one address that proxy.ts leaves out.
  headers: async () => [
    {
      source: "/v1/imports",
      headers: [
        { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "referrer-policy", value: "same-origin" },
      ],
    },
  ],
  poweredByHeader: false,
  reactStrictMode: true,
};
